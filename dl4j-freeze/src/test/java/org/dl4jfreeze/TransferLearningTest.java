package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What DL4J's TransferLearning does with a network that is partly frozen, and what carries the mask over. */
class TransferLearningTest {

    private static final IUpdater UPDATER = new FreezingAdam(0.02);

    /** Trained, and every other parameter frozen; with weight decay, which moves what only an updater holds. */
    private static Model frozenHalf(boolean graph) {
        Model model = graph
                ? TestNetworks.graph(DataType.FLOAT, UPDATER, false, builder -> builder.weightDecay(0.1))
                : TestNetworks.dense(DataType.FLOAT, UPDATER, builder -> builder.weightDecay(0.1));
        Training.fit(model, 0, 4, t -> data(graph, t));
        FreezableNetwork freezable = FreezableNetwork.of(model);
        FreezeMask.Builder mask = new FreezeMask.Builder(freezable.parameterCount());
        for (int i = 0; i < freezable.parameterCount(); i += 2) {
            mask.freeze(i);
        }
        freezable.freeze(mask.build());
        return model;
    }

    private static MultiDataSet data(boolean graph, int t) {
        return graph ? TestData.graph(DataType.FLOAT, 6, t) : TestData.dense(DataType.FLOAT, 6, t);
    }

    private static FineTuneConfiguration tuning(IUpdater updater) {
        return new FineTuneConfiguration.Builder().updater(updater).build();
    }

    private static MultiLayerNetwork tuned(Model model) {
        return new TransferLearning.Builder((MultiLayerNetwork) model)
                .fineTuneConfiguration(tuning(new FreezingAdam(0.03)))
                .build();
    }

    private static ComputationGraph tunedGraph(Model model) {
        return new TransferLearning.GraphBuilder((ComputationGraph) model)
                .fineTuneConfiguration(tuning(new FreezingAdam(0.03)))
                .build();
    }

    private static double[] values(Model model, ParameterGroup group) {
        double[] all = model.params().castTo(DataType.DOUBLE).toDoubleVector();
        return Arrays.copyOfRange(all, group.offset(), group.offset() + group.length());
    }

    private static List<Integer> frozen(Model model, String layer, String parameter) {
        FreezableNetwork network = FreezableNetwork.of(model);
        for (ParameterGroup group : network.groups()) {
            if (group.layer().equals(layer) && group.name().equals(parameter)) {
                FreezeMask part = network.mask().slice(group.offset(), group.offset() + group.length());
                return FrozenParameters.indices(part).boxed().collect(Collectors.toList());
            }
        }
        throw new IllegalArgumentException("No parameter " + layer + "." + parameter);
    }

    /** The reason for MaskTransfer; if this fails, DL4J has begun to carry updater state over. */
    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void dl4jCarriesParametersOverAndNoUpdaterState(boolean graph) {
        Model old = frozenHalf(graph);
        Model tuned = graph ? tunedGraph(old) : tuned(old);
        assertThat(tuned.params()).isEqualTo(old.params());
        assertThat(FreezableNetwork.of(old).mask().isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(tuned).mask().isAnyFrozen()).isFalse();
        for (String kind : List.of("M", "V", "VARIANCE")) {
            assertThat(UpdaterStates.of(tuned, kind)).containsOnly(0L);
        }
        assertThat(
                        graph
                                ? ((ComputationGraph) tuned).getIterationCount()
                                : ((MultiLayerNetwork) tuned).getIterationCount())
                .isZero();
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void theLossOfTheMaskIsSaidByAListenerAndOnlyWhereThereIsOne(boolean graph) {
        Model old = frozenHalf(graph);
        assertThat(warningsOf(graph ? tunedGraph(old) : tuned(old), graph))
                .singleElement()
                .asString()
                .contains("MaskTransfer.carryOver(old, new)");
        Model carried = graph ? tunedGraph(old) : tuned(old);
        MaskTransfer.carryOver(old, carried);
        assertThat(warningsOf(carried, graph)).as("carried over").isEmpty();
        assertThat(warningsOf(NetworkKind.cloneOf(old), graph)).as("a clone").isEmpty();
        FreezableNetwork.of(old).thaw();
        Training.fit(old, 4, 5, t -> data(graph, t));
        assertThat(warningsOf(graph ? tunedGraph(old) : tuned(old), graph))
                .as("of one in which nothing is frozen")
                .isEmpty();
    }

    private static List<String> warningsOf(Model model, boolean graph) {
        try (CapturedLog log = new CapturedLog()) {
            Training.setListeners(model, new FreezingListener(FreezePlan.never()));
            Training.fit(model, 0, 1, t -> data(graph, t));
            return log.warnings();
        }
    }

    static Stream<Boolean> kinds() {
        return Stream.of(false, true);
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void theMaskIsCarriedOverAndHoldsWhileTheNewNetworkTrains(boolean graph) {
        Model old = frozenHalf(graph);
        Model tuned = graph ? tunedGraph(old) : tuned(old);
        FreezeMask mask = MaskTransfer.carryOver(old, tuned);
        assertThat(mask).isEqualTo(FreezableNetwork.of(old).mask());
        assertThat(FreezableNetwork.of(tuned).mask()).isEqualTo(mask);
        Training.fit(tuned, 4, 8, t -> data(graph, t));
        long[] before = Bits.of(old.params());
        long[] after = Bits.of(tuned.params());
        FrozenParameters.assertStayed(mask, before, after);
        assertThat(FrozenParameters.activeThatMoved(mask, before, after)).isGreaterThan(before.length / 3);
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                Arguments.of("nOutReplace", false, List.of("layer0"), List.of("layer1", "layer2")),
                Arguments.of("new layers", false, List.of("layer0"), List.of("layer1", "layer2")),
                Arguments.of("nOutReplace", true, List.of("a", "b", "value"), List.of("class")),
                Arguments.of("new layers", true, List.of("a", "b", "class"), List.of("value")));
    }

    private static Model changed(String how, Model old) {
        boolean replace = how.equals("nOutReplace");
        if (old instanceof MultiLayerNetwork) {
            TransferLearning.Builder builder =
                    new TransferLearning.Builder((MultiLayerNetwork) old).fineTuneConfiguration(tuning(UPDATER));
            return replace
                    ? builder.nOutReplace(1, 7, WeightInit.XAVIER).build()
                    // of the names and shapes of those that are removed
                    : builder.removeLayersFromOutput(2)
                            .addLayer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                            .addLayer(TestNetworks.output(5))
                            .build();
        }
        TransferLearning.GraphBuilder builder =
                new TransferLearning.GraphBuilder((ComputationGraph) old).fineTuneConfiguration(tuning(UPDATER));
        return replace
                ? builder.nOutReplace("class", 4, WeightInit.XAVIER).build()
                : builder.removeVertexKeepConnections("value")
                        .addLayer("value", TestNetworks.output(10), "ab")
                        .build();
    }

    @ParameterizedTest(name = "{0}, graph {1}")
    @MethodSource("changed")
    void whatWasMadeAnewIsNotFrozen(String how, boolean graph, List<String> taken, List<String> made) {
        Model old = frozenHalf(graph);
        Model model = changed(how, old);
        FreezeMask mask = MaskTransfer.carryOver(old, model);
        for (String layer : taken) {
            for (String parameter : List.of("W", "b")) {
                assertThat(frozen(model, layer, parameter)).isEqualTo(frozen(old, layer, parameter));
            }
        }
        for (String layer : made) {
            for (String parameter : List.of("W", "b")) {
                assertThat(frozen(model, layer, parameter)).isEmpty();
            }
        }
        assertThat(mask.isAnyFrozen()).isTrue();
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void layersThatDl4jFreezesNeedNoMask(boolean graph) {
        Model old = frozenHalf(graph);
        Model model = graph
                ? new TransferLearning.GraphBuilder((ComputationGraph) old)
                        .fineTuneConfiguration(tuning(UPDATER))
                        .setFeatureExtractor("a")
                        .build()
                : new TransferLearning.Builder((MultiLayerNetwork) old)
                        .fineTuneConfiguration(tuning(UPDATER))
                        .setFeatureExtractor(0)
                        .build();
        String fixed = graph ? "a" : "layer0";
        String free = graph ? "b" : "layer1";
        MaskTransfer.carryOver(old, model);
        assertThat(frozen(model, fixed, "W")).isEmpty();
        assertThat(frozen(model, free, "W")).isEqualTo(frozen(old, free, "W")).isNotEmpty();
        ParameterGroup weights = FreezableNetwork.of(model).groups().get(0);
        double[] before = values(model, weights);
        Training.fit(model, 4, 6, t -> data(graph, t));
        assertThat(weights.layer()).isEqualTo(fixed);
        assertThat(values(model, weights)).containsExactly(before);
    }

    @Test
    void aMaskThatTheNewUpdaterWouldIgnoreIsAnError() {
        MultiLayerNetwork old = (MultiLayerNetwork) frozenHalf(false);
        FineTuneConfiguration sgdOnBiases = new FineTuneConfiguration.Builder()
                .updater(UPDATER)
                .biasUpdater(new Sgd(0.1))
                .build();
        MultiLayerNetwork model = new TransferLearning.Builder(old)
                .fineTuneConfiguration(sgdOnBiases)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskTransfer.carryOver(old, model))
                .withMessageContaining("3 parameters of layer0.b")
                .withMessageContaining("Sgd would move them");
        assertThat(FreezableNetwork.of(model).mask().isAnyFrozen()).isFalse();
    }
}
