package org.dl4jfreeze.internal.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.dl4j.ConstrainedNetworks.DataFactory;
import org.dl4jfreeze.internal.dl4j.ConstrainedNetworks.NetworkFactory;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Configurations;
import org.dl4jfreeze.support.FrozenByHand;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Weight decay and constraints act on the active parameters alone, without any listener and however the network came to be
 * here, and on them exactly as in a network with stock Adam whose frozen entries are put back by hand.
 */
class FreezeAwareConstraintTest {

    private static final double TOLERANCE = 1e-13;
    private static final int BEFORE = 3;
    private static final int AFTER = 5;
    private static final int THAWED = 2;

    /** How a frozen network comes to be another object. */
    private enum Way {
        ITSELF(model -> model),
        CLONE(NetworkKind::cloneOf),
        FILE(model -> Saving.restored(model, true)),
        JSON(FreezeAwareConstraintTest::fromJson),
        CLONE_OF_FILE(model -> NetworkKind.cloneOf(Saving.restored(model, true)));

        private final Function<Model, Model> copy;

        Way(Function<Model, Model> copy) {
            this.copy = copy;
        }
    }

    private static Model fromJson(Model model) {
        INDArray state = Training.updaterState(model).dup();
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork copy = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(
                    ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson()));
            copy.init();
            copy.setParams(model.params().dup());
            copy.getUpdater().setStateViewArray(copy, state, false);
            return copy;
        }
        ComputationGraph copy = new ComputationGraph(ComputationGraphConfiguration.fromJson(
                ((ComputationGraph) model).getConfiguration().toJson()));
        copy.init();
        copy.setParams(model.params().dup());
        copy.getUpdater().setStateViewArray(state);
        return copy;
    }

    private static FreezeMask someFrozen(Model model) {
        Random random = new Random(11);
        FreezableNetwork network = FreezableNetwork.of(model);
        FreezeMask.Builder mask = new FreezeMask.Builder(network.parameterCount());
        for (int i : network.freezableIndices()) {
            if (random.nextInt(5) < 3) {
                mask.freeze(i);
            }
        }
        return mask.build();
    }

    private static void assertEqual(String what, Model actual, Model expected) {
        assertThat(actual.params().reshape(actual.params().length()).toDoubleVector())
                .as(what)
                .containsExactly(
                        expected.params().reshape(expected.params().length()).toDoubleVector(), offset(TOLERANCE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.internal.dl4j.ConstrainedNetworks#networks")
    void frozenBitsStayAndActiveParametersMoveAsIfTheOthersHadBeenPutBack(
            String name, NetworkFactory factory, DataFactory data) {
        for (Way way : Way.values()) {
            Model ours = factory.create(new FreezingAdam(0.01));
            Model stock = factory.create(new Adam(0.01));
            Training.fit(ours, 0, BEFORE, data::create);
            Training.fit(stock, 0, BEFORE, data::create);
            FreezeMask mask = someFrozen(ours);
            FreezableNetwork.of(ours).freeze(mask);
            long[] frozenBits = Bits.of(ours.params());

            Model copy = way.copy.apply(ours);
            FrozenByHand reference = new FrozenByHand(way.copy.apply(stock), mask);
            double[] atFreezing = copy.params().dup().reshape(mask.length()).toDoubleVector();
            for (int t = BEFORE; t < BEFORE + AFTER; t++) {
                Training.fit(copy, data.create(t));
                reference.fit(data.create(t));
            }
            FrozenParameters.assertStayed(mask, frozenBits, Bits.of(copy.params()));
            assertEqual(way + "", copy, reference.network());
            assertThat(copy.params().reshape(mask.length()).toDoubleVector()).isNotEqualTo(atFreezing);
            // what is not negative when it is frozen does not become so
            assertThat(reference.constraintsMovedFrozen() || name.matches(".*(decay|(?i)non.negative).*"))
                    .as("the constraints have something to do with frozen parameters")
                    .isTrue();
            assertThat(reference.constraintsMovedActive() || name.contains("decay"))
                    .as("and with active ones")
                    .isTrue();

            FreezableNetwork.of(copy).thaw();
            for (int t = BEFORE + AFTER; t < BEFORE + AFTER + THAWED; t++) {
                Training.fit(copy, data.create(t));
                Training.fit(reference.network(), data.create(t));
            }
            assertEqual(way + "", copy, reference.network());
            assertThat(copy.params().isNaN().any() || copy.params().isInfinite().any())
                    .as("%s, thawed", way)
                    .isFalse();
            assertThat(Bits.of(copy.params()))
                    .as("%s, thawed: all may move again", way)
                    .isNotEqualTo(frozenBits);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.internal.dl4j.ConstrainedNetworks#networks")
    void freezingAndThawingBetweenTwoIterationsChangesNothingBitForBit(
            String name, NetworkFactory factory, DataFactory data) {
        Model ours = factory.create(new FreezingAdam(0.01));
        Model stock = factory.create(new Adam(0.01));
        Training.fit(ours, 0, BEFORE, data::create);
        Training.fit(stock, 0, 2 * BEFORE, data::create);
        FreezableNetwork.of(ours).freeze(someFrozen(ours));
        FreezableNetwork.of(ours).thaw();
        Training.fit(ours, BEFORE, 2 * BEFORE, data::create);
        assertThat(Bits.of(ours.params())).containsExactly(Bits.of(stock.params()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.internal.dl4j.ConstrainedNetworks#networks")
    void theConfigurationOfAFrozenNetworkRoundTrips(String name, NetworkFactory factory, DataFactory data) {
        Model ours = factory.create(new FreezingAdam(0.01));
        String before = json(configuration(ours, false));
        assertThat(before).doesNotContain("KeepFrozen");
        FreezableNetwork.of(ours).freeze(someFrozen(ours));
        Object frozen = configuration(ours, false);
        // KNOWN: not of a Bidirectional, whose configuration DL4J does not compare by value
        if (!name.contains("both directions")) {
            assertThat(configuration(ours, true)).isEqualTo(frozen);
            assertThat(configuration(ours, true).hashCode()).isEqualTo(frozen.hashCode());
        }
        assertThat(json(configuration(ours, true))).isEqualTo(json(frozen)).contains("FreezeAware");
        FreezableNetwork.of(ours).freeze(someFrozen(ours));
        assertThat(json(configuration(ours, false)))
                .as("freezing again installs nothing twice")
                .isEqualTo(json(frozen));
    }

    private static Object configuration(Model model, boolean throughJson) {
        if (model instanceof MultiLayerNetwork) {
            MultiLayerConfiguration own = ((MultiLayerNetwork) model).getLayerWiseConfigurations();
            return throughJson ? MultiLayerConfiguration.fromJson(own.toJson()) : own;
        }
        ComputationGraphConfiguration own = ((ComputationGraph) model).getConfiguration();
        return throughJson ? ComputationGraphConfiguration.fromJson(own.toJson()) : own;
    }

    private static String json(Object configuration) {
        return configuration instanceof MultiLayerConfiguration
                ? ((MultiLayerConfiguration) configuration).toJson()
                : ((ComputationGraphConfiguration) configuration).toJson();
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void ofTwoNetworksOnOneConfigurationOneCanBeThawedAndTheOtherKeeps(boolean graph) {
        Arguments arguments = ConstrainedNetworks.dense(
                graph, "", b -> b.weightDecay(0.3).constrainWeights(new UnitNormConstraint(1)));
        NetworkFactory factory = (NetworkFactory) arguments.get()[1];
        Model first = factory.create(new FreezingAdam(0.01));
        Model second = Configurations.sharing(first);
        FreezeMask mask = someFrozen(first);
        FreezableNetwork.of(first).freeze(mask);
        FreezableNetwork.of(second).freeze(mask);
        FreezableNetwork.of(first).thaw();
        assertThat(FreezableNetwork.of(second).mask()).isEqualTo(mask);
        long[] before = Bits.of(second.params());
        Model stock = factory.create(new Adam(0.01));
        // with them it shares the iteration count too
        Model otherStock = Configurations.sharing(stock);
        for (int t = 0; t < 4; t++) {
            // by turns, on one thread
            for (Model network : List.of(first, second, stock, otherStock)) {
                Training.fit(network, TestData.dense(ConstrainedNetworks.TYPE, 6, t));
            }
        }
        assertThat(Bits.of(first.params())).containsExactly(Bits.of(stock.params()));
        FrozenParameters.assertStayed(mask, before, Bits.of(second.params()));
        assertThat(Bits.of(second.params())).isNotEqualTo(before);
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void valuesThatTheUserSetsAreThoseThatAreKept(boolean graph) {
        Arguments arguments = ConstrainedNetworks.dense(
                graph, "", b -> b.weightDecay(0.3).constrainWeights(new MaxNormConstraint(0.5, 1)));
        Model network = ((NetworkFactory) arguments.get()[1]).create(new FreezingAdam(0.01));
        Training.fit(network, 0, 2, t -> TestData.dense(ConstrainedNetworks.TYPE, 6, t));
        FreezeMask mask = someFrozen(network);
        FreezableNetwork.of(network).freeze(mask);
        Training.fit(network, 2, 4, t -> TestData.dense(ConstrainedNetworks.TYPE, 6, t));
        network.setParams(network.params().mul(-1.5));
        long[] set = Bits.of(network.params());
        Training.fit(network, 4, 6, t -> TestData.dense(ConstrainedNetworks.TYPE, 6, t));
        FrozenParameters.assertStayed(mask, set, Bits.of(network.params()));
    }

    @Test
    void theUsersConstraintsCanBeSeen() {
        MultiLayerNetwork network = TestNetworks.dense(
                ConstrainedNetworks.TYPE,
                new FreezingAdam(0.01),
                b -> b.constrainWeights(new MaxNormConstraint(0.5, 1)));
        FreezableNetwork.of(network).freeze(someFrozen(network));
        List<LayerConstraint> installed = network.getLayer(0).conf().getLayer().getConstraints();
        assertThat(installed).hasSize(1);
        assertThat(((FreezeAwareConstraint) installed.get(0)).constraints())
                .hasSize(1)
                .first()
                .isInstanceOf(MaxNormConstraint.class);
        FreezeAwareConstraint clone = ((FreezeAwareConstraint) installed.get(0)).clone();
        assertThat(clone).isEqualTo(installed.get(0)).isNotSameAs(installed.get(0));
        assertThat(clone.constraints().get(0))
                .isNotSameAs(
                        ((FreezeAwareConstraint) installed.get(0)).constraints().get(0));
    }
}
