package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Train n + m iterations == train n, save, load, train m: bit for bit, before, across and after t0. */
class FreezingCheckpointTest {

    private static final int T0 = 6;
    private static final int ALL = 12;

    @TempDir
    Path folder;

    /** A network, its data and its listener, made the same way each time. */
    private enum Case {
        DENSE,
        GRAPH,
        DENSE_HALF,
        DECAY_AND_CONSTRAINT,
        MINI_BATCH_FISHER,
        WHOLE_BATCH,
        STEPS_AND_REORDERING,
        PLATEAU;

        Model network() {
            Consumer<NeuralNetConfiguration.Builder> options = this == DECAY_AND_CONSTRAINT
                    ? builder -> builder.weightDecay(0.05).constrainWeights(new MaxNormConstraint(0.5, 1))
                    : builder -> {};
            return this == GRAPH
                    ? TestNetworks.graph(DataType.FLOAT, adam(), true, options)
                    : TestNetworks.dense(this == DENSE_HALF ? DataType.FLOAT16 : DataType.FLOAT, adam(), options);
        }

        private FreezingAdam adam() {
            return new FreezingAdam(0.01, 0.9, 0.999, 1e-3);
        }

        MultiDataSet batch(int t) {
            return this == GRAPH
                    ? TestData.graph(DataType.FLOAT, 6, t)
                    : TestData.dense(this == DENSE_HALF ? DataType.FLOAT16 : DataType.FLOAT, 6, t);
        }

        FreezingListener listener() {
            switch (this) {
                case MINI_BATCH_FISHER:
                    return FreezingListener.builder(
                                    FreezePlan.atIteration(T0).fraction(0.6).by(OrderCriterion.meanSquaredUpdate()))
                            .sampler(GradientSampler.miniBatch())
                            .smoothing(SmoothingSchedule.constant(0.3))
                            .collect(OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance())
                            .build();
                case WHOLE_BATCH:
                    return FreezingListener.builder(FreezePlan.atIteration(T0).fraction(0.6))
                            .sampler(GradientSampler.wholeBatch().every(2))
                            .collect(OrderCriterion.meanSquaredGradient())
                            .build();
                case STEPS_AND_REORDERING:
                    return new FreezingListener(FreezePlan.atIteration(3)
                            .fraction(0.3)
                            .then(FreezePlan.atIteration(T0).fraction(0.6))
                            .reorderedEvery(2));
                case PLATEAU:
                    return new FreezingListener(FreezePlan.atPlateau(new org.dl4jfreeze.LossPlateau(2, 0.5, 2))
                            .fraction(0.6));
                default:
                    return new FreezingListener(FreezePlan.atIteration(T0).fraction(0.6));
            }
        }
    }

    static Stream<Arguments> interruptions() {
        List<Arguments> all = new ArrayList<>();
        for (Case each : Case.values()) {
            for (int at : new int[] {0, 4, T0, 9}) {
                all.add(Arguments.of(each, at));
            }
        }
        return all.stream();
    }

    private static void train(Case each, Model network, int from, int to) {
        Training.fit(network, from, to, each::batch);
    }

    private static void assertSame(Model network, FreezingListener listener, Model expected, FreezingListener other) {
        assertThat(Bits.of(network.params())).containsExactly(Bits.of(expected.params()));
        assertThat(Bits.of(Training.updaterState(network))).containsExactly(Bits.of(Training.updaterState(expected)));
        assertThat(listener.mask()).isEqualTo(other.mask());
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(listener.order()).isEqualTo(other.order());
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(other.variance()));
        assertThat(listener.samplesTaken()).isEqualTo(other.samplesTaken());
    }

    @ParameterizedTest(name = "{0}, interrupted after {1}")
    @MethodSource("interruptions")
    void goesOnAsIfNeverInterrupted(Case each, int at) {
        Model straight = each.network();
        FreezingListener straightListener = each.listener();
        Training.addListeners(straight, straightListener);
        train(each, straight, 0, ALL);

        Model first = each.network();
        FreezingListener firstListener = each.listener();
        Training.addListeners(first, firstListener);
        train(each, first, 0, at);
        File file = folder.resolve("checkpoint.zip").toFile();
        FreezingCheckpoint.save(first, firstListener, file);
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
        assertThat(checkpoint.listener().plan()).isEqualTo(firstListener.plan());
        train(each, checkpoint.model(), at, ALL);
        assertSame(checkpoint.model(), checkpoint.listener(), straight, straightListener);

        train(each, first, at, ALL);
        assertSame(first, firstListener, straight, straightListener);
    }

    @Test
    void twoInterruptionsAreAsGoodAsNone() {
        Case each = Case.STEPS_AND_REORDERING;
        Model straight = each.network();
        FreezingListener listener = each.listener();
        Training.addListeners(straight, listener);
        train(each, straight, 0, ALL);
        Model network = each.network();
        FreezingListener own = each.listener();
        Training.addListeners(network, own);
        for (int t = 0; t < ALL; t++) {
            train(each, network, t, t + 1);
            File file = folder.resolve("again.zip").toFile();
            FreezingCheckpoint.save(network, own, file);
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
            network = checkpoint.multiLayerNetwork();
            own = checkpoint.listener();
        }
        assertSame(network, own, straight, listener);
    }

    @Test
    void goesOnInANewProcess() throws IOException, InterruptedException {
        Case each = Case.GRAPH;
        Model straight = each.network();
        FreezingListener listener = each.listener();
        Training.addListeners(straight, listener);
        train(each, straight, 0, 4);
        Path file = folder.resolve("checkpoint.zip");
        FreezingCheckpoint.save(straight, listener, file.toFile());
        train(each, straight, 4, ALL);

        Path result = folder.resolve("result.zip");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        // the class path is too long for some systems' command lines
        Path arguments = folder.resolve("arguments");
        Files.writeString(
                arguments, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        command.addAll(
                List.of("@" + arguments, GoesOn.class.getName(), each.name(), file.toString(), result.toString()));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();

        FreezingCheckpoint other = FreezingCheckpoint.load(result.toFile());
        assertSame(other.model(), other.listener(), straight, listener);
    }

    /** The other process. */
    static final class GoesOn {

        private GoesOn() {}

        public static void main(String[] arguments) {
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(new File(arguments[1]));
            train(Case.valueOf(arguments[0]), checkpoint.model(), 4, ALL);
            FreezingCheckpoint.save(checkpoint.model(), checkpoint.listener(), new File(arguments[2]));
        }
    }

    @Test
    void theFileIsDl4jsOwnModelFile() throws IOException {
        Model network = trained(Case.DENSE, ALL);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(folder.resolve("x.zip").toFile(), true);
        assertThat(Bits.of(restored.params())).containsExactly(Bits.of(network.params()));
        FrozenParameters.assertSameMask(
                FreezableNetwork.of(restored).mask(),
                FreezableNetwork.of(network).mask());
    }

    /** DL4J reshapes parameters of rank 2 at each query, and fails once they are closed: others ask whether a network still exists. */
    @Test
    void aLoadedNetworkThatIsClosedDisturbsNoOther() {
        trained(Case.DENSE, ALL);
        MultiLayerNetwork closed =
                FreezingCheckpoint.load(folder.resolve("x.zip").toFile()).multiLayerNetwork();
        assertThat(closed.params().rank()).isEqualTo(1);
        closed.close();
        assertThat(closed.params().wasClosed()).isTrue();
        trained(Case.DENSE, ALL);
    }

    private Model trained(Case each, int iterations) {
        Model network = each.network();
        FreezingListener listener = each.listener();
        Training.addListeners(network, listener);
        train(each, network, 0, iterations);
        FreezingCheckpoint.save(network, listener, folder.resolve("x.zip").toFile());
        return network;
    }

    @Test
    void aListenerLoadedAloneGoesOnWithTheNetworkRestoredByDl4j() throws IOException {
        Model network = trained(Case.DENSE, 4);
        File file = folder.resolve("x.zip").toFile();
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, true);
        FreezingListener listener = FreezingCheckpoint.loadListener(file);
        restored.addListeners(listener);
        train(Case.DENSE, network, 4, ALL);
        train(Case.DENSE, restored, 4, ALL);
        assertThat(Bits.of(restored.params())).containsExactly(Bits.of(network.params()));
        FrozenParameters.assertSameMask(
                listener.mask(), FreezableNetwork.of(network).mask());
        assertThat(listener.samplesTaken()).isEqualTo(T0);
    }

    @Test
    void aListenerOfANetworkOfAnotherShapeRefusesWithBothShapes() {
        trained(Case.DENSE, 4);
        Model other = Case.GRAPH.network();
        INDArray before = other.params().dup();
        Training.addListeners(
                other, FreezingCheckpoint.loadListener(folder.resolve("x.zip").toFile()));
        assertThatThrownBy(() -> train(Case.GRAPH, other, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("83: layer0.W 24")
                .hasMessageContaining("this one has " + other.numParams() + ": a.W 20");
        assertThat(Bits.of(other.params())).containsExactly(Bits.of(before));
    }

    @Test
    void aNetworkRestoredWithoutItsUpdaterIsRefused() throws IOException {
        trained(Case.DENSE, 4);
        File file = folder.resolve("x.zip").toFile();
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file, false);
        restored.addListeners(FreezingCheckpoint.loadListener(file));
        assertThatThrownBy(() -> train(Case.DENSE, restored, 4, 5)).hasMessageContaining("with its updater");
    }

    @Test
    void filesThatAreNoCheckpointsAreRefusedWithTheReason() throws IOException {
        Path none = folder.resolve("none.zip");
        assertThatThrownBy(() -> FreezingCheckpoint.load(none.toFile())).hasMessageContaining("There is no checkpoint");
        Path plain = folder.resolve("plain.zip");
        ModelSerializer.writeModel(Case.DENSE.network(), plain.toFile(), true);
        assertThatThrownBy(() -> FreezingCheckpoint.load(plain.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not written by FreezingCheckpoint.save");
        trained(Case.DENSE, 4);
        byte[] whole = Files.readAllBytes(folder.resolve("x.zip"));
        Path cut = folder.resolve("cut.zip");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> FreezingCheckpoint.load(cut.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid checkpoint");
    }

    @Test
    void aFailedSaveLeavesTheEarlierFileAlone() throws IOException {
        trained(Case.DENSE, 4);
        Path file = folder.resolve("x.zip");
        byte[] before = Files.readAllBytes(file);
        MultiLayerNetwork stock = TestNetworks.dense(DataType.FLOAT, new org.nd4j.linalg.learning.config.Adam(0.01));
        assertThatThrownBy(() -> FreezingCheckpoint.save(stock, Case.DENSE.listener(), file.toFile()))
                .hasMessageContaining("FreezingAdam");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theFileHasThePermissionsOfAnyOther() throws IOException {
        Path ordinary = Files.createFile(folder.resolve("ordinary"));
        trained(Case.DENSE, 1);
        assertThat(Files.getFileAttributeView(folder.resolve("x.zip"), PosixFileAttributeView.class))
                .satisfiesAnyOf(view -> assertThat(view).as("no such system").isNull(), view -> assertThat(
                                view.readAttributes().permissions())
                        .isEqualTo(Files.getPosixFilePermissions(ordinary)));
    }
}
