package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What equipping a network changes, what it leaves alone, and what it refuses. */
class EquipSharingTest {

    /** Derived by a user, who may have changed anything. */
    private static final class OwnAdam extends Adam {
        private static final long serialVersionUID = 1L;

        /** Without it DL4J's builder, which clones the updater, makes a stock Adam of it. */
        @Override
        public OwnAdam clone() {
            return new OwnAdam();
        }
    }

    /** Keeps its Adam where nobody can replace it. */
    private static final class StubbornLayer extends DenseLayer {
        private static final long serialVersionUID = 1L;

        StubbornLayer(int nOut) {
            setNOut(nOut);
        }

        @Override
        public IUpdater getUpdaterByParam(String name) {
            return new Adam(0.1);
        }
    }

    private static Model network(boolean graph, IUpdater updater, IUpdater biasUpdater) {
        return graph
                ? TestNetworks.graph(DataType.FLOAT, updater, true, builder -> builder.biasUpdater(biasUpdater))
                : TestNetworks.dense(DataType.FLOAT, updater, builder -> builder.biasUpdater(biasUpdater));
    }

    private static Model network(boolean graph) {
        return network(graph, new Adam(0.01), null);
    }

    private static void train(Model model, int from, int to) {
        Training.fit(
                model,
                from,
                to,
                t -> model instanceof ComputationGraph
                        ? TestData.graph(DataType.FLOAT, 6, t)
                        : TestData.dense(DataType.FLOAT, 6, t));
    }

    private static String json(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) model).getConfiguration().toJson();
    }

    private static int iterations(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getIterationCount()
                : ((ComputationGraph) model).getIterationCount();
    }

    private static Model copyOf(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).clone()
                : ((ComputationGraph) model).clone();
    }

    /** Another network on the very same configuration object. */
    private static Model sharing(Model model) {
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork other = new MultiLayerNetwork(((MultiLayerNetwork) model).getLayerWiseConfigurations());
            other.init();
            return other;
        }
        ComputationGraph other = new ComputationGraph(((ComputationGraph) model).getConfiguration());
        other.init();
        return other;
    }

    static Stream<Boolean> kinds() {
        return Stream.of(false, true);
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void anotherUpdaterIsAnErrorThatNamesEveryParameterAndChangesNothing(boolean graph) {
        Model network = network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        train(network, 0, 3);
        String json = json(network);
        Object updater = UpdaterStates.updater(network);
        long[] state = Bits.of(UpdaterStates.updater(network).getStateViewArray());
        String[] named = graph
                ? new String[] {"a.b by Nesterovs", "b.b by Nesterovs", "class.b by Nesterovs", "value.b by Nesterovs"}
                : new String[] {"layer0.b by Nesterovs", "layer1.b by Nesterovs", "layer2.b by Nesterovs"};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(network))
                .withMessageContainingAll(named)
                .withMessageContaining("equipWhereAdam")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("W by", "bn"));
        assertThat(json(network)).isEqualTo(json);
        assertThat(UpdaterStates.updater(network)).isSameAs(updater);
        assertThat(Bits.of(UpdaterStates.updater(network).getStateViewArray())).containsExactly(state);
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void whereAdamAloneIsReplacedTheOthersTrainOnAsBefore(boolean graph) {
        Model stock = network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        Model ours = network(graph, new Adam(0.01), new Nesterovs(0.1, 0.9));
        train(stock, 0, 8);
        train(ours, 0, 4);
        FreezingAdam.equipWhereAdam(ours);
        assertThat(UpdaterStates.updaters(ours))
                .contains("FreezingAdam", "Nesterovs")
                .doesNotContain("Adam");
        train(ours, 4, 8);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        for (String kind : List.of("M", "V")) {
            assertThat(UpdaterStates.of(ours, kind)).containsExactly(UpdaterStates.of(stock, kind));
        }
    }

    /** Without AdaBelief, with which no network can be trained in 1.0.0-M2.1. */
    @Test
    void whatLooksLikeAdamIsNotAdam() {
        for (IUpdater updater : List.of(new AMSGrad(), new AdaMax(), new Nadam(), new OwnAdam(), new Sgd())) {
            Model network = network(false, updater, null);
            String named = "layer0.W by " + updater.getClass().getSimpleName();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FreezingAdam.equip(network))
                    .withMessageContaining(named);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FreezingAdam.equipWhereAdam(network))
                    .withMessageContaining("No parameter of this network is updated by Adam")
                    .withMessageContaining(named);
        }
    }

    @Test
    void parametersThatDoNotTrainMayHaveNoUpdater() {
        Model network = network(false, new Adam(0.01), new NoOp());
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updaters(network)).containsExactlyInAnyOrder("FreezingAdam", "NoOp");
    }

    @Test
    void whatIsNoInitialisedNetworkIsAnError() {
        MultiLayerConfiguration dense = ((MultiLayerNetwork) network(false))
                .getLayerWiseConfigurations()
                .clone();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(new MultiLayerNetwork(dense)))
                .withMessageContaining("init()");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        FreezingAdam.equip(new ComputationGraph(((ComputationGraph) network(true)).getConfiguration())))
                .withMessageContaining("init()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(((MultiLayerNetwork) network(false)).getLayer(0)))
                .withMessageContaining("MultiLayerNetwork or a ComputationGraph");
        assertThatThrownBy(() -> FreezingAdam.equip((Model) null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void anAdamThatCannotBeReplacedIsAnErrorThatChangesNothing() {
        MultiLayerNetwork network = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                new StubbornLayer(4),
                TestNetworks.output(4));
        String json = network.getLayerWiseConfigurations().toJson();
        Object updater = network.getUpdater();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezingAdam.equip(network))
                .withMessageContaining("layer1.W")
                .withMessageContaining("StubbornLayer");
        assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(json);
        assertThat(network.getUpdater()).isSameAs(updater);
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void equippingTwiceChangesNothing(boolean graph) {
        Model network = network(graph);
        train(network, 0, 3);
        FreezingAdam.equip(network);
        FreezableNetwork freezable = FreezableNetwork.of(network);
        freezable.freeze(
                new FreezeMask.Builder(freezable.parameterCount()).freeze(3).build());
        Object updater = UpdaterStates.updater(network);
        long[] state = Bits.of(UpdaterStates.updater(network).getStateViewArray());
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updater(network)).isSameAs(updater);
        assertThat(Bits.of(UpdaterStates.updater(network).getStateViewArray())).containsExactly(state);
        assertThat(freezable.mask().frozenCount()).isEqualTo(1);
    }

    /** The blocks of the two updaters become one, so that every chunk of state moves. */
    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void maskAndVarianceThatAreThereStayWithTheirParameters(boolean graph) {
        Model network = network(graph, new Adam(0.01), new FreezingAdam(0.01));
        Model stock = network(graph, new Adam(0.01), new Adam(0.01));
        FreezableNetwork before = FreezableNetwork.of(network);
        FreezeMask.Builder some = new FreezeMask.Builder(before.parameterCount());
        for (int i = 0; i < before.participants().length; i += 2) {
            some.freeze(before.participants()[i]);
        }
        int value = 1;
        for (UpdaterBlock block : UpdaterStates.updater(network).getUpdaterBlocks()) {
            INDArray variance = (INDArray) block.getGradientUpdater().getState().get("VARIANCE");
            for (int i = 0; variance != null && i < variance.length(); i++) {
                variance.putScalar(i, value++);
            }
        }
        train(network, 0, 4);
        train(stock, 0, 4);
        before.freeze(some.build());
        long[] variance = UpdaterStates.of(network, "VARIANCE");
        FreezingAdam.equip(network);
        assertThat(UpdaterStates.updater(network).getUpdaterBlocks())
                .hasSameSizeAs(UpdaterStates.updater(stock).getUpdaterBlocks());
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(some.build());
        long[] after = UpdaterStates.of(network, "VARIANCE");
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isEqualTo(after[i] == -1 ? -1 : Math.max(variance[i], 0));
        }
        assertThat(UpdaterStates.of(network, "M")).containsExactly(UpdaterStates.of(stock, "M"));
        assertThat(UpdaterStates.of(network, "V")).containsExactly(UpdaterStates.of(stock, "V"));
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void aNetworkOnTheSameConfigurationIsLeftAlone(boolean graph) {
        Model ours = network(graph);
        Model other = sharing(ours);
        Model unshared = network(graph);
        train(other, 0, 4);
        train(unshared, 0, 4);
        String json = json(other);
        FreezingAdam.equip(ours);
        assertThat(json(other)).isEqualTo(json).doesNotContain("FreezingAdam");
        assertThat(json(ours)).contains("FreezingAdam").doesNotContain("config.Adam\"");

        // both build their updaters anew, from what the configuration says
        Model restored = Saving.restored(other, true);
        train(ours, 0, 3);
        train(restored, 4, 8);
        train(other, 4, 8);
        train(unshared, 4, 8);
        assertThat(Bits.of(restored.params())).containsExactly(Bits.of(unshared.params()));
        assertThat(Bits.of(other.params())).containsExactly(Bits.of(unshared.params()));
        assertThat(Bits.of(copyOf(other).params())).containsExactly(Bits.of(unshared.params()));
    }

    /** DL4J's clone() shares what a wrapper wraps, and the updaters, with the original. */
    @Test
    void aCloneThatSharesAWrappedLayerIsLeftAlone() {
        MultiLayerNetwork original = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                TestNetworks.output(4));
        original.fit(TestData.sequence(DataType.FLOAT, 6, 1));
        MultiLayerNetwork clone = original.clone();
        assertThat(clone.getLayer(0).conf().getLayer())
                .as("or this test is about nothing")
                .isSameAs(original.getLayer(0).conf().getLayer());
        FreezingAdam.equip(original);
        assertThat(clone.getLayerWiseConfigurations().toJson()).doesNotContain("FreezingAdam");
        original.setLearningRate(0.5);
        assertThat(clone.getLearningRate(0)).isEqualTo(0.01);
        Model restored = Saving.restored(clone, true);
        assertThat(UpdaterStates.updaters(restored)).containsExactly("Adam");
        assertThat(UpdaterStates.of(restored, "M")).containsExactly(UpdaterStates.of(original, "M"));
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void aCloneCanBeEquipped(boolean graph) {
        Model original = network(graph);
        train(original, 0, 4);
        Model stock = copyOf(original);
        Model ours = FreezingAdam.equip(copyOf(original));
        train(stock, 4, 8);
        train(ours, 4, 8);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        assertThat(UpdaterStates.updaters(original)).contains("Adam").doesNotContain("FreezingAdam");
        train(copyOf(ours), 8, 9);
    }

    @Test
    void learningRatesAreThoseOfNowAndCanBeChangedAfterwards() {
        MultiLayerNetwork stock = TestNetworks.sequence(
                DataType.FLOAT,
                new Adam(0.01),
                new LastTimeStep(new LSTM.Builder().nOut(4).build()),
                TestNetworks.output(4));
        stock.fit(TestData.sequence(DataType.FLOAT, 6, 1));
        stock.setLearningRate(0, 0.03);
        MultiLayerNetwork ours = FreezingAdam.equip((MultiLayerNetwork) Saving.restored(stock, true));
        assertThat(ours.getLearningRate(0)).isEqualTo(0.03);
        assertThat(ours.getLearningRate(1)).isEqualTo(0.01);
        for (double rate : new double[] {0.03, 0.002}) {
            stock.setLearningRate(0, rate);
            ours.setLearningRate(0, rate);
            stock.fit(TestData.sequence(DataType.FLOAT, 6, 2));
            ours.fit(TestData.sequence(DataType.FLOAT, 6, 2));
            ours = (MultiLayerNetwork) Saving.restored(ours, true);
            assertThat(ours.getLearningRate(0)).isEqualTo(rate);
            assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        }
    }

    @Test
    void aSchedulesCopyIsKept() {
        ExponentialSchedule schedule = new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.9);
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new Adam(schedule));
        MultiLayerConfiguration before = network.getLayerWiseConfigurations();
        FreezingAdam.equip(network);
        FreezingAdam ours = (FreezingAdam) UpdaterStates.configuration(network, "layer1", "W");
        Adam old = (Adam) ((BaseLayer) before.getConf(1).getLayer()).getIUpdater();
        assertThat(old.getClass()).isEqualTo(Adam.class);
        assertThat(ours.getLearningRateSchedule()).isEqualTo(schedule).isNotSameAs(old.getLearningRateSchedule());
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void arraysListenersAndCountsAreTheSame(boolean graph) {
        Model network = network(graph);
        CollectScoresListener scores = new CollectScoresListener(1);
        Training.addListeners(network, scores);
        train(network, 0, 4);
        INDArray params = network.params();
        FreezingAdam.equip(network);
        assertThat(network.params().data().address()).isEqualTo(params.data().address());
        assertThat(iterations(network)).isEqualTo(4);
        train(network, 4, 6);
        assertThat(iterations(network)).isEqualTo(6);
        assertThat(scores.getListIteration().size()).isEqualTo(6);
    }

    /** Its layers and its JSON hold different configuration objects, unlike those of a network that was built frozen. */
    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void aNetworkWithAFeatureExtractorCanBeEquipped(boolean graph) {
        Model original = network(graph);
        train(original, 0, 2);
        Model stock = withFeatureExtractor(original);
        Model ours = withFeatureExtractor(original);
        train(stock, 0, 6);
        train(ours, 0, 3);
        ours = Saving.restored(FreezingAdam.equip(ours), true);
        train(ours, 3, 6);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
        assertThat(json(ours)).contains("FreezingAdam").doesNotContain("config.Adam\"");
    }

    private static Model withFeatureExtractor(Model original) {
        return original instanceof MultiLayerNetwork
                ? new TransferLearning.Builder((MultiLayerNetwork) original)
                        .setFeatureExtractor(0)
                        .build()
                : new TransferLearning.GraphBuilder((ComputationGraph) original)
                        .setFeatureExtractor("a")
                        .build();
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void aListenerMayEquipInTheMiddleOfTraining(boolean graph) {
        Model stock = network(graph, scheduled(), null);
        train(stock, 0, 6);
        for (int hook = 0; hook < 4; hook++) {
            int at = hook;
            Model ours = network(graph, scheduled(), null);
            Training.addListeners(ours, new BaseTrainingListener() {
                @Override
                public void onForwardPass(Model model, List<INDArray> activations) {
                    equip(0, model);
                }

                @Override
                public void onForwardPass(Model model, Map<String, INDArray> activations) {
                    equip(0, model);
                }

                @Override
                public void onBackwardPass(Model model) {
                    equip(1, model);
                }

                @Override
                public void onGradientCalculation(Model model) {
                    equip(2, model);
                }

                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    equip(3, model);
                }

                private void equip(int now, Model model) {
                    if (now == at && iterations(model) == 2) {
                        FreezingAdam.equip(model);
                    }
                }
            });
            train(ours, 0, 6);
            assertThat(UpdaterStates.updaters(ours)).contains("FreezingAdam").doesNotContain("Adam");
            assertThat(Bits.of(ours.params())).as("hook " + hook).containsExactly(Bits.of(stock.params()));
        }
    }

    private static Adam scheduled() {
        return new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.02, 0.8));
    }

    @ParameterizedTest(name = "graph {0}")
    @MethodSource("kinds")
    void aListenersIterationsCountFromItsAttachment(boolean graph) {
        Model network = network(graph);
        train(network, 0, 4);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.5));
        Training.addListeners(FreezingAdam.equip(network), listener);
        train(network, 4, 6);
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        train(network, 6, 8);
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(3);
    }
}
