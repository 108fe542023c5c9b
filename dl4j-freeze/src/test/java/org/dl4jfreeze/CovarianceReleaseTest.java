package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.support.ManySamples;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** When the memory of a full covariance is freed, and whom it is freed for. */
class CovarianceReleaseTest {

    @TempDir
    Path folder;

    private File file() {
        return folder.resolve("clone.zip").toFile();
    }

    private static ManySamples trained(NetworkKind kind, Covariance covariance, int iterations) {
        return ManySamples.of(kind, covariance, GradientSampler.firstExample()).train(0, iterations);
    }

    static Stream<Arguments> kindsAndForms() {
        return Stream.of(NetworkKind.values()).flatMap(kind -> Stream.of(
                        Covariance.full(),
                        Covariance.full().dense(),
                        Covariance.full().factored())
                .map(covariance -> Arguments.of(kind, covariance)));
    }

    private static List<INDArray> arraysOf(FullCovariance covariance) {
        List<INDArray> arrays = new ArrayList<>();
        ((CovarianceAccumulator) covariance).forEachArray(arrays::add);
        return arrays;
    }

    @ParameterizedTest
    @MethodSource("kindsAndForms")
    void closingTheListenerFreesItAtOnceForAllNetworks(NetworkKind kind, Covariance covariance) {
        ManySamples first = trained(kind, covariance, 7);
        Model other = kind.network(new FreezingAdam(0.01));
        Training.addListeners(other, first.listener());
        kind.train(other, 0, 7);
        List<INDArray> arrays = arraysOf(first.listener().covariance());
        assertThat(arrays).isNotEmpty().noneMatch(INDArray::wasClosed);
        first.listener().close();
        assertThat(arrays).allMatch(INDArray::wasClosed);
        // both continue without
        kind.train(other, 7, ManySamples.END);
        first.train(7, ManySamples.END);
        assertThatThrownBy(first.listener()::covariance).hasMessageContaining("was released");
    }

    private static void collectUntilGone(WeakReference<?> reference) {
        for (int i = 0; i < 200 && reference.get() != null; i++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    /** DL4J's own caches, of this thread, hold on to the latest network. */
    private static void trainAnother(NetworkKind kind) {
        kind.train(kind.network(new FreezingAdam(0.01)), 0, 1);
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedNetworksIsCollectedAlthoughTheListenerLives(NetworkKind kind) {
        ManySamples training = trained(kind, Covariance.full(), 7);
        FreezingListener listener = training.listener();
        WeakReference<FullCovariance> covariance = new WeakReference<>(listener.covariance());
        WeakReference<INDArray> array =
                new WeakReference<>(arraysOf(listener.covariance()).get(0));
        training = null;
        trainAnother(kind);
        collectUntilGone(covariance);
        collectUntilGone(array);
        assertThat(listener.samplesTaken()).isEqualTo(7);
        assertThatThrownBy(listener::covariance).hasMessageContaining("no longer exists");
    }

    @ParameterizedTest
    @EnumSource
    void itsHolderMayQueryItAfterTheNetworkIsGone(NetworkKind kind) {
        ManySamples training = trained(kind, Covariance.full(), 7);
        FreezingListener listener = training.listener();
        FullCovariance held = listener.covariance();
        double trace = held.trace();
        WeakReference<Model> network = new WeakReference<>(training.model());
        training = null;
        trainAnother(kind);
        collectUntilGone(network);
        // a second one, so that whatever is done when a network is gone has been done
        aDroppedNetworksIsCollectedAlthoughTheListenerLives(kind);
        assertThat(held.trace()).isEqualTo(trace);
        listener.close();
        assertThat(held.trace()).isEqualTo(trace);
        held.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedListenersIsCollectedAlthoughTheNetworkLives(NetworkKind kind) {
        ManySamples training = trained(kind, Covariance.full(), 7);
        Model model = training.model();
        WeakReference<FullCovariance> covariance =
                new WeakReference<>(training.listener().covariance());
        training = null;
        Training.setListeners(model);
        kind.train(model, 7, 8);
        collectUntilGone(covariance);
        kind.train(model, 8, 9);
    }

    @ParameterizedTest
    @MethodSource("kindsAndForms")
    void aCloneGoesOnWithACopy(NetworkKind kind, Covariance covariance) {
        ManySamples straight = trained(kind, covariance, ManySamples.END);
        ManySamples original = trained(kind, covariance, 26);
        Model clone = NetworkKind.cloneOf(original.model());
        ManySamples copied = new ManySamples(kind, clone, original.listener());
        // a graph's clone shares the list of listeners
        Training.setListeners(clone, original.listener());
        copied.train(26, ManySamples.T0);
        assertThat(original.listener().covariance(original.model()).samples())
                .as("the original's")
                .isEqualTo(26);
        FreezingCheckpoint.save(clone, original.listener(), file());
        FullCovariance clones = FreezingCheckpoint.load(file()).listener().covariance();
        assertThat(clones.samples()).isEqualTo(28);
        original.train(26, ManySamples.END).assertSameAs(straight);
        if (kind == NetworkKind.MULTI_LAYER) {
            // the graph's clone begins a new count of iterations, and with it Adam's bias correction
            ManySamples.assertSame(clones, straight.listener().covariance());
        }
        original.listener().covariance(original.model()).close();
        copied.train(ManySamples.T0, ManySamples.END);
        assertThat(clones.samples()).isEqualTo(28);
    }
}
