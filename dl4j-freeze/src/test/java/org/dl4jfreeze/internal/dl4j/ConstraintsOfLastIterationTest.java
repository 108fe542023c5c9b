package org.dl4jfreeze.internal.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.dl4j.ConstrainedNetworks.DataFactory;
import org.dl4jfreeze.internal.dl4j.ConstrainedNetworks.NetworkFactory;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenByHand;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The last iteration before a plan freezes is stock Adam's too, with its constraints, which DL4J applies after it has called the
 * listeners; what is frozen keeps the values that it has then.
 */
class ConstraintsOfLastIterationTest {

    private static final int AFTER = 3;

    private static Model[] pair(NetworkFactory factory) {
        return new Model[] {factory.create(new FreezingAdam(0.02)), factory.create(new Adam(0.02))};
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.internal.dl4j.ConstrainedNetworks#networks")
    void t0IterationsAreThoseOfStockAdamBitForBit(String name, NetworkFactory factory, DataFactory data) {
        for (int t0 : new int[] {1, 4}) {
            Model[] networks = pair(factory);
            FreezingListener listener =
                    Training.listen(networks[0], FreezePlan.atIteration(t0).fraction(0.5));
            for (Model network : networks) {
                Training.fit(network, 0, t0, data::create);
            }
            FreezeMask mask = listener.mask();
            long[] atFreezing = Bits.of(networks[1].params());
            assertThat(Bits.of(networks[0].params())).as("after %d", t0).containsExactly(atFreezing);
            Training.fit(networks[0], t0, t0 + AFTER, data::create);
            FrozenParameters.assertStayed(mask, atFreezing, Bits.of(networks[0].params()));
        }
    }

    /** Each iteration is done under the mask that it began with, by the updater and by the constraints. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.internal.dl4j.ConstrainedNetworks#networks")
    void whereTheMaskChangesTheNewOneHoldsFromTheNextIterationOn(
            String name, NetworkFactory factory, DataFactory data) {
        for (FreezePlan plan : List.of(
                FreezePlan.atIteration(2)
                        .fraction(0.3)
                        .then(FreezePlan.atIteration(4).fraction(0.7)),
                FreezePlan.atIteration(2).fraction(0.5).reorderedEvery(2),
                FreezePlan.atIteration(2)
                        .fraction(0.5)
                        .by(OrderCriterion.random(3))
                        .reorderedEvery(1))) {
            Model[] networks = pair(factory);
            FreezingListener listener = Training.listen(networks[0], plan);
            FreezeMask mask = FreezeMask.none((int) networks[0].params().length());
            FrozenByHand reference = new FrozenByHand(networks[1], mask);
            int changes = 0;
            for (int t = 0; t < 8; t++) {
                Training.fit(networks[0], data.create(t));
                reference.fit(data.create(t));
                assertThat(doubles(networks[0]))
                        .as("%s, iteration %d", plan, t + 1)
                        .containsExactly(doubles(networks[1]), offset(1e-13));
                if (!listener.mask().equals(mask)) {
                    mask = listener.mask();
                    reference = new FrozenByHand(networks[1], mask);
                    changes++;
                }
            }
            assertThat(changes).as("masks of %s", plan).isGreaterThan(1);
        }
    }

    private static double[] doubles(Model network) {
        return network.params().reshape(network.params().length()).toDoubleVector();
    }

    private static void constrain(NeuralNetConfiguration.Builder builder) {
        builder.weightDecay(0.1)
                .constrainWeights(new NonNegativeConstraint(), new MaxNormConstraint(0.5, 1))
                .constrainBias(new NonNegativeConstraint());
    }

    private enum Copy {
        CLONE(NetworkKind::cloneOf),
        FILE(model -> Saving.restored(model, true));

        private final Function<Model, Model> copy;

        Copy(Function<Model, Model> copy) {
            this.copy = copy;
        }
    }

    /** DL4J's own listener for checkpoints copies there. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aCopyMadeByALaterListenerOfT0KeepsTheSameValues(NetworkKind kind) {
        for (Copy way : Copy.values()) {
            Model network = kind.network(new FreezingAdam(0.05), ConstraintsOfLastIterationTest::constrain);
            FreezingListener freezing =
                    Training.listen(network, FreezePlan.atIteration(3).fraction(0.5));
            List<Model> copies = new ArrayList<>();
            Training.addListeners(network, new BaseTrainingListener() {
                @Override
                public void iterationDone(Model model, int iteration, int epoch) {
                    if (freezing.isFrozen()) {
                        copies.add(way.copy.apply(model));
                    }
                }
            });
            kind.train(network, 0, 3);
            long[] atFreezing = Bits.of(network.params());
            Model copy = copies.get(0);
            assertThat(Bits.of(copy.params())).as("%s", way).containsExactly(atFreezing);
            Training.setListeners(copy);
            kind.train(copy, 3, 6);
            FrozenParameters.assertStayed(freezing.mask(), atFreezing, Bits.of(copy.params()));
        }
    }

    /** The last bits of max norm applied twice are not those of max norm applied once. */
    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void constraintsOfLayersWithAnotherUpdaterAreAppliedOnce(boolean graph) {
        Arguments arguments =
                ConstrainedNetworks.stack(graph, "", ConstraintsOfLastIterationTest::constrain, () -> new Layer[] {
                    new DenseLayer.Builder().nOut(6).updater(new Sgd(0.1)).build(),
                    new DenseLayer.Builder().nOut(5).biasUpdater(new Sgd(0.1)).build(),
                    TestNetworks.output(5)
                });
        Model[] networks = pair((NetworkFactory) arguments.get()[1]);
        FreezingListener listener =
                Training.listen(networks[0], FreezePlan.atIteration(4).fraction(0.5));
        for (Model network : networks) {
            Training.fit(network, 0, 4, t -> TestData.dense(ConstrainedNetworks.TYPE, 6, t));
        }
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(Bits.of(networks[0].params())).containsExactly(Bits.of(networks[1].params()));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void anOrderByMagnitudeUsesTheConstrainedValues(NetworkKind kind) {
        Model network = kind.network(new FreezingAdam(0.05), ConstraintsOfLastIterationTest::constrain);
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(3).fraction(0.5).by(OrderCriterion.magnitude()));
        kind.train(network, 0, 3);
        double[] values = doubles(network);
        double largestFrozen = FrozenParameters.indices(listener.mask())
                .mapToDouble(i -> Math.abs(values[i]))
                .max()
                .orElseThrow();
        double smallestActive = IntStream.range(0, values.length)
                .filter(i -> !listener.mask().isFrozen(i))
                .mapToDouble(i -> Math.abs(values[i]))
                .min()
                .orElseThrow();
        assertThat(largestFrozen).isLessThanOrEqualTo(smallestActive);
    }

    /** DL4J replaces the updaters then, before it applies the constraints. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void frozenBitsStayWhereAListenerSetsTheLearningRate(NetworkKind kind) {
        Model network = kind.network(new FreezingAdam(0.05), ConstraintsOfLastIterationTest::constrain);
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(2).fraction(0.5));
        Training.addListeners(network, new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                NetworkKind.setLearningRate(model, 0.05 / (iteration + 1));
                System.gc();
            }
        });
        kind.train(network, 0, 2);
        FreezeMask mask = listener.mask();
        long[] atFreezing = Bits.of(network.params());
        kind.train(network, 2, 6);
        FrozenParameters.assertStayed(mask, atFreezing, Bits.of(network.params()));
    }
}
