package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.EquipNetworks.DataFactory;
import org.dl4jfreeze.EquipNetworks.NetworkFactory;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Configurations;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** A network with FreezingAdam that is released continues bit for bit with stock Adam, and no class of ours is left in it. */
class ReleaseTest {

    private static final int BEFORE = 4;
    private static final int AFTER = 6;

    private static void train(Model model, int from, int to, DataType type, DataFactory data) {
        Nd4j.getRandom().setSeed(7 + from);
        for (int t = from; t < to; t++) {
            Training.fit(model, data.create(type, 6, t));
            if (t % 3 == 2 && model instanceof MultiLayerNetwork) {
                ((MultiLayerNetwork) model).incrementEpochCount();
            } else if (t % 3 == 2) {
                ((ComputationGraph) model).incrementEpochCount();
            }
        }
    }

    /** Freezes every other parameter, so that the configuration has everything that keeps frozen parameters, and thaws them. */
    private static void freezeAndThaw(Model model, DataType type, DataFactory data) {
        FreezableNetwork freezable = FreezableNetwork.of(model);
        freezable.freeze(everyOther(freezable));
        train(model, BEFORE, BEFORE + 2, type, data);
        freezable.thaw();
    }

    private static FreezeMask everyOther(FreezableNetwork network) {
        FreezeMask.Builder mask = new FreezeMask.Builder(network.parameterCount());
        int[] freezable = network.freezableIndices();
        IntStream.range(0, freezable.length / 2).forEach(i -> mask.freeze(freezable[2 * i]));
        return mask.build();
    }

    private static void assertNoClassOfOurs(Model model) {
        assertThat(UpdaterStates.updaters(model)).contains("Adam").doesNotContain("FreezingAdam");
        assertThat(Configurations.json(model)).doesNotContain("dl4jfreeze");
    }

    private static void assertSame(Model actual, Model expected) {
        assertThat(Bits.of(actual.params())).containsExactly(Bits.of(expected.params()));
        assertThat(UpdaterStates.of(actual, "M")).containsExactly(UpdaterStates.of(expected, "M"));
        assertThat(UpdaterStates.of(actual, "V")).containsExactly(UpdaterStates.of(expected, "V"));
        assertThat(expected.params().castTo(DataType.DOUBLE).toDoubleVector()).doesNotContain(Double.NaN);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("org.dl4jfreeze.EquipNetworks#networks")
    void theNextStepsAreThoseOfFreezingAdamBitForBit(
            String name, DataType type, NetworkFactory factory, DataFactory data) {
        Model freezing = FreezingAdam.equip(factory.create(type));
        Model released = FreezingAdam.equip(factory.create(type));
        for (Model model : new Model[] {freezing, released}) {
            train(model, 0, BEFORE, type, data);
            freezeAndThaw(model, type, data);
        }
        long[] before = Bits.of(released.params());
        assertThat(FreezingAdam.release(released)).isSameAs(released);
        assertThat(Bits.of(released.params())).containsExactly(before);
        assertNoClassOfOurs(released);
        Model restored = Saving.restored(released, true);
        for (Model model : new Model[] {freezing, released, restored}) {
            train(model, BEFORE + 2, BEFORE + AFTER, type, data);
        }
        assertThat(Bits.of(released.params())).isNotEqualTo(before);
        assertSame(released, freezing);
        // counts, schedules and moments are in the file, too
        assertSame(restored, freezing);
        assertNoClassOfOurs(restored);
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void whatWasFrozenTrainsAgainAndTheLogSaysSo(boolean graph) {
        Model network = FreezingAdam.equip(StockNetworks.network(graph));
        Model thawed = FreezingAdam.equip(StockNetworks.network(graph));
        FreezeMask mask = everyOther(FreezableNetwork.of(network));
        for (Model model : new Model[] {network, thawed}) {
            FreezableNetwork.of(model).freeze(mask);
            StockNetworks.train(model, 0, 3);
        }
        FreezableNetwork.of(thawed).thaw();
        long[] frozen = Bits.of(network.params());
        try (CapturedLog log = new CapturedLog(FreezingAdam.class)) {
            FreezingAdam.release(network);
            assertThat(log.infos())
                    .containsExactly("Released to stock Adam: " + mask.frozenCount()
                            + " parameters that were frozen train again");
        }
        StockNetworks.train(network, 3, 6);
        StockNetworks.train(thawed, 3, 6);
        assertSame(network, thawed);
        assertThat(Bits.of(network.params())[mask.firstFrozen()]).isNotEqualTo(frozen[mask.firstFrozen()]);
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void listenersThatNeedFreezingAdamAreRemovedAndOthersStay(boolean graph) {
        Model network = FreezingAdam.equip(StockNetworks.network(graph));
        TrainingListener other = new BaseTrainingListener() {};
        network.setListeners(new FreezingListener(FreezePlan.atIteration(2).fraction(0.5)), other);
        StockNetworks.train(network, 0, 3);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isTrue();
        FreezingAdam.release(network);
        StockNetworks.train(network, 3, 5);
        assertThat(graph ? ((ComputationGraph) network).getListeners() : ((MultiLayerNetwork) network).getListeners())
                .containsExactly(other);
        assertNoClassOfOurs(network);
    }

    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void aNetworkOnTheSameConfigurationIsLeftAlone(boolean graph) {
        Model network = StockNetworks.network(graph, new FreezingAdam(0.01), null);
        Model other = Configurations.sharing(network);
        for (Model model : new Model[] {network, other}) {
            FreezableNetwork.of(model).freeze(everyOther(FreezableNetwork.of(model)));
            StockNetworks.train(model, 0, 3);
        }
        String json = Configurations.json(other);
        FreezingAdam.release(network);
        assertThat(Configurations.json(other)).isEqualTo(json).contains("FreezingAdam");
        long[] before = Bits.of(other.params());
        StockNetworks.train(network, 3, 5);
        StockNetworks.train(other, 3, 5);
        FreezeMask mask = FreezableNetwork.of(other).mask();
        assertThat(mask).isEqualTo(everyOther(FreezableNetwork.of(other)));
        FrozenParameters.assertStayed(mask, before, Bits.of(other.params()));
    }

    @Test
    void constraintsAndWeightDecayAreTheUsersOwnAgain() {
        String stock = Configurations.json(decaying(new Adam(0.01)));
        Model network = decaying(new FreezingAdam(0.01));
        FreezableNetwork.of(network).freeze(everyOther(FreezableNetwork.of(network)));
        assertThat(Configurations.json(network)).contains("FreezeAwareConstraint", "FreezeAwareWeightDecay");
        FreezingAdam.release(network);
        assertThat(Configurations.json(network)).isEqualTo(stock);
    }

    private static Model decaying(Adam adam) {
        return TestNetworks.dense(DataType.FLOAT, adam, builder -> builder.weightDecay(0.01)
                .constrainWeights(new MaxNormConstraint(0.5, 1)));
    }

    /** Several blocks, of which one has another updater; and a network in which there is nothing to release. */
    @ParameterizedTest(name = "graph {0}")
    @ValueSource(booleans = {false, true})
    void otherUpdatersStay(boolean graph) {
        Model network = StockNetworks.network(graph, new FreezingAdam(0.01), new Sgd(0.1));
        Model stock = StockNetworks.network(graph, new Adam(0.01), new Sgd(0.1));
        StockNetworks.train(network, 0, 3);
        FreezingAdam.release(network);
        FreezingAdam.release(network);
        StockNetworks.train(network, 3, 6);
        StockNetworks.train(stock, 0, 3);
        FreezingAdam.release(stock);
        StockNetworks.train(stock, 3, 6);
        assertSame(network, stock);
        assertThat(UpdaterStates.updaters(network)).contains("Adam", "Sgd");
    }

    @Test
    void aReleasedNetworkCanBeEquippedAgain() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));
        network.fit(
                TestData.dense(DataType.FLOAT, 6, 1).getFeatures(0),
                TestData.dense(DataType.FLOAT, 6, 1).getLabels(0));
        FreezingAdam.equip(FreezingAdam.release(network));
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isFalse();
        assertThat(UpdaterStates.updaters(network)).containsOnly("FreezingAdam");
    }
}
