package org.dl4jfreeze.it.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link ZooContract} for every trainable model of DL4J's zoo, each in a test of its name; {@code -Dit.test=ZooIT#vgg16} runs one
 * alone. Half of the time goes into the model files, which DL4J compresses in one thread: so two networks at a time, but of the
 * {@link #LARGE} ones, of 30 to 50 million parameters, only one, which bounds the memory.
 */
@Execution(ExecutionMode.CONCURRENT)
class ZooIT {

    private static final String LARGE = "memory for a large network";

    @TempDir
    private Path folder;

    private void check(ZooNetwork zoo) throws IOException {
        new ZooContract(zoo, folder).trainsFreezesAndTrainsOn();
    }

    @Test
    void alexNet() throws IOException {
        check(ZooNetwork.ALEX_NET);
    }

    @Test
    void darknet19() throws IOException {
        check(ZooNetwork.DARKNET_19);
    }

    @Test
    void faceNetNN4Small2() throws IOException {
        check(ZooNetwork.FACE_NET_NN4_SMALL2);
    }

    @Test
    void inceptionResNetV1() throws IOException {
        check(ZooNetwork.INCEPTION_RES_NET_V1);
    }

    @Test
    void leNet() throws IOException {
        check(ZooNetwork.LE_NET);
    }

    @Test
    void resNet50() throws IOException {
        check(ZooNetwork.RES_NET_50);
    }

    @Test
    void squeezeNet() throws IOException {
        check(ZooNetwork.SQUEEZE_NET);
    }

    @Test
    void textGenerationLSTM() throws IOException {
        check(ZooNetwork.TEXT_GENERATION_LSTM);
    }

    @Test
    void tinyYOLO() throws IOException {
        check(ZooNetwork.TINY_YOLO);
    }

    @Test
    @ResourceLock(LARGE)
    void uNet() throws IOException {
        check(ZooNetwork.U_NET);
    }

    @Test
    @ResourceLock(LARGE)
    void vgg16() throws IOException {
        check(ZooNetwork.VGG_16);
    }

    @Test
    @ResourceLock(LARGE)
    void vgg19() throws IOException {
        check(ZooNetwork.VGG_19);
    }

    @Test
    void xception() throws IOException {
        check(ZooNetwork.XCEPTION);
    }

    @Test
    @ResourceLock(LARGE)
    void yolo2() throws IOException {
        check(ZooNetwork.YOLO_2);
    }

    @Test
    void everyNetworkHasATestOfItsName() {
        String[] titles =
                Arrays.stream(ZooNetwork.values()).map(ZooNetwork::toString).toArray(String[]::new);
        assertThat(Arrays.stream(ZooIT.class.getDeclaredMethods()).map(Method::getName))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .contains(titles);
    }

    /** A checkpoint costs twice what a model file does, so only the small ones. */
    @ParameterizedTest
    @EnumSource(names = {"LE_NET", "SQUEEZE_NET", "TEXT_GENERATION_LSTM", "FACE_NET_NN4_SMALL2"})
    void goesOnAcrossT0FromACheckpoint(ZooNetwork zoo) {
        new ZooContract(zoo, folder).goesOnAcrossT0FromACheckpoint();
    }
}
