package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.JavaProcess;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Saves and loads a covariance larger than the heap; one larger than the off-heap memory is refused. */
class LargeCheckpointTest {

    private static final int WIDTH = 500;
    private static final int SAMPLES = 150;
    private static final long PARAMETERS = WIDTH * (WIDTH + 1L) + WIDTH + 1;

    @TempDir
    Path folder;

    @Test
    void aLargeCovarianceNeverGoesThroughTheHeapAndIsRefusedWhereItDoesNotFit()
            throws IOException, InterruptedException {
        String file = folder.resolve("large.zip").toString();
        String expected = "TRACE ";
        String saved = JavaProcess.run(folder, List.of("-Xmx80m"), Saves.class, file);
        assertThat(saved).contains(expected);
        long bytes = 4 * PARAMETERS * SAMPLES;
        assertThat(new File(file).length()).isGreaterThan(bytes);
        assertThat(bytes).as("more than the heap").isGreaterThan(80 << 20);
        String trace = saved.substring(saved.indexOf(expected)).split("\\R")[0];
        assertThat(JavaProcess.run(folder, List.of("-Xmx80m"), Loads.class, file))
                .contains(trace);
        assertThat(JavaProcess.run(
                        folder, List.of("-Xmx80m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=220M"), Loads.class, file))
                .containsPattern("REFUSED Cannot load the checkpoint .*large.zip: Loading the full covariance of "
                        + SAMPLES + " samples over " + PARAMETERS
                        + " parameters needs \\d+ bytes of off-heap memory, \\d+ available")
                .contains("closing the listener before")
                .contains("maxphysicalbytes");
    }

    /** The first process. */
    static final class Saves {

        private Saves() {}

        public static void main(String[] arguments) {
            MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam(0.01))
                    .list()
                    .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                    .layer(new OutputLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .nIn(WIDTH)
                            .nOut(1)
                            .build())
                    .build());
            network.init();
            FreezingListener listener = FreezingListener.builder(
                            FreezePlan.atIteration(SAMPLES).fraction(0.5))
                    .covariance(Covariance.full())
                    .build();
            network.addListeners(listener);
            for (int t = 0; t < SAMPLES; t++) {
                INDArray features = Nd4j.ones(2, WIDTH);
                features.putScalar(0, t, 2);
                network.fit(new DataSet(features, Nd4j.ones(2, 1)));
            }
            FreezingCheckpoint.save(network, listener, new File(arguments[0]));
            print(listener);
        }

        static void print(FreezingListener listener) {
            System.out.println("TRACE " + listener.covariance().trace() + " "
                    + listener.covariance().entry(7, 8));
        }
    }

    /** The second process. */
    static final class Loads {

        private Loads() {}

        public static void main(String[] arguments) {
            try {
                FreezingCheckpoint checkpoint = FreezingCheckpoint.load(new File(arguments[0]));
                Saves.print(checkpoint.listener());
                // a listener does not keep its network, and the heap is small
                Reference.reachabilityFence(checkpoint);
            } catch (IllegalStateException e) {
                System.out.println("REFUSED " + e.getMessage());
            }
        }
    }
}
