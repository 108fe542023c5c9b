package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.Serialised;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Whatever is done to a network and its listener while it trains: what was sampled and what is frozen goes on. */
class LifecycleTest {

    private static final int T0 = 6;
    private static final int END = 12;

    static Stream<Arguments> kindsAndTimes() {
        return Stream.of(NetworkKind.values())
                .flatMap(kind -> Stream.of(0, 3, T0, 9).map(at -> Arguments.of(kind, at)));
    }

    private static FreezingListener listener() {
        return FreezingListener.builder(FreezePlan.atIteration(T0).fraction(0.6))
                .collect(OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance())
                .build();
    }

    private static Model network(NetworkKind kind) {
        return kind.network(new FreezingAdam(0.01));
    }

    private static Model withListener(NetworkKind kind, FreezingListener listener) {
        Model model = network(kind);
        Training.addListeners(model, listener);
        return model;
    }

    private static void assertSame(Model model, FreezingListener listener, Model expected, FreezingListener other) {
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(expected.params()));
        assertThat(UpdaterStates.of(model, "M")).containsExactly(UpdaterStates.of(expected, "M"));
        assertThat(UpdaterStates.of(model, "V")).containsExactly(UpdaterStates.of(expected, "V"));
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(other.variance()));
        assertThat(listener.samplesTaken()).isEqualTo(other.samplesTaken());
        assertThat(listener.mask()).isEqualTo(other.mask());
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        assertThat(listener.order()).isEqualTo(other.order());
        assertThat(FreezableNetwork.of(model).mask()).isEqualTo(listener.mask());
        for (OrderCriterion criterion :
                new OrderCriterion[] {OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance()}) {
            assertThat(listener.orderBy(criterion)).isEqualTo(other.orderBy(criterion));
        }
    }

    private static MapSchedule until(int iteration, double before, double after) {
        Map<Integer, Double> rates = new HashMap<>();
        rates.put(0, before);
        rates.put(iteration, after);
        return new MapSchedule(ScheduleType.ITERATION, rates);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aLearningRateSetIsTheSameRateByASchedule(NetworkKind kind, int at) {
        FreezingListener expectedListener = listener();
        Model expected = kind.network(new FreezingAdam(at == 0 ? until(END, 0.002, 0.002) : until(at, 0.01, 0.002)));
        Training.addListeners(expected, expectedListener);
        kind.train(expected, 0, END);
        for (boolean bySchedule : new boolean[] {false, true}) {
            FreezingListener listener = listener();
            Model model = withListener(kind, listener);
            kind.train(model, 0, at);
            if (bySchedule) {
                NetworkKind.setLearningRate(model, until(END, 0.002, 0.002));
            } else {
                NetworkKind.setLearningRate(model, 0.002);
            }
            kind.train(model, at, END);
            assertSame(model, listener, expected, expectedListener);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aLayersLearningRateSplitsABlockAndLosesNothing(NetworkKind kind, int at) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, at);
        int blocks = UpdaterStates.updater(model).getUpdaterBlocks().size();
        long[] m = UpdaterStates.of(model, "M");
        long[] v = UpdaterStates.of(model, "V");
        INDArray variance = at == 0 ? null : listener.variance();
        FreezeMask mask = FreezableNetwork.of(model).mask();
        NetworkKind.setLayersLearningRate(model, 0.002);
        assertThat(UpdaterStates.updater(model).getUpdaterBlocks()).hasSizeGreaterThan(blocks);
        assertThat(UpdaterStates.of(model, "M")).containsExactly(m);
        assertThat(UpdaterStates.of(model, "V")).containsExactly(v);
        assertThat(FreezableNetwork.of(model).mask()).isEqualTo(mask);
        if (at > 0) {
            assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
            assertThat(listener.samplesTaken()).isEqualTo(Math.min(at, T0));
        }
        // back again, so that the rest of the training is one that is known
        NetworkKind.setLayersLearningRate(model, 0.01);
        kind.train(model, at, END);
        FreezingListener expectedListener = listener();
        Model expected = withListener(kind, expectedListener);
        kind.train(expected, 0, END);
        assertSame(model, listener, expected, expectedListener);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aListenerRemovedAndAddedAgainGoesOn(NetworkKind kind, int at) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, at);
        Training.setListeners(model);
        Training.addListeners(model, listener);
        kind.train(model, at, END);
        FreezingListener expectedListener = listener();
        Model expected = withListener(kind, expectedListener);
        kind.train(expected, 0, END);
        assertSame(model, listener, expected, expectedListener);
    }

    @ParameterizedTest
    @EnumSource
    void iterationsThatAListenerDidNotSeeDoNotCount(NetworkKind kind) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, 3);
        Training.setListeners(model);
        kind.train(model, 3, 3 + T0);
        Training.addListeners(model, listener);
        kind.train(model, 3 + T0, 2 + 2 * T0 - 3);
        assertThat(listener.isFrozen()).isFalse();
        kind.train(model, 20, 21);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(T0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFrozenStaysSoWhileTheListenerIsAway(NetworkKind kind) {
        FreezingListener listener = listener();
        Model model = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.2));
        Training.addListeners(model, listener);
        kind.train(model, 0, T0);
        Training.setListeners(model);
        long[] before = Bits.of(model.params());
        kind.train(model, T0, END);
        long[] after = Bits.of(model.params());
        listener.mask().forEachFrozen(i -> assertThat(after[i]).isEqualTo(before[i]));
        assertThat(after).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aListenerAddedLateCountsFromThere(NetworkKind kind) {
        Model model = network(kind);
        kind.train(model, 0, 10);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).fraction(0.5));
        Training.addListeners(model, listener);
        kind.train(model, 10, 14);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isEqualTo(4);
        kind.train(model, 14, 15);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void aPlanWhoseIterationTheNetworkHasLongPassedCountsFromAttachmentToo(NetworkKind kind) {
        Model model = network(kind);
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).getLayerWiseConfigurations().setIterationCount(10_000);
        } else {
            ((org.deeplearning4j.nn.graph.ComputationGraph) model)
                    .getConfiguration()
                    .setIterationCount(10_000);
        }
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).fraction(0.5));
        Training.addListeners(model, listener);
        kind.train(model, 0, 4);
        assertThat(listener.isFrozen()).isFalse();
        kind.train(model, 4, 5);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aListenerOnTheNetworkTwiceIsAsGoodAsOnce(NetworkKind kind, int at) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, at);
        Training.addListeners(model, listener);
        assertThat(NetworkKind.listeners(model)).hasSize(2);
        kind.train(model, at, END);
        FreezingListener expectedListener = listener();
        Model expected = withListener(kind, expectedListener);
        kind.train(expected, 0, END);
        assertSame(model, listener, expected, expectedListener);
    }

    @ParameterizedTest
    @EnumSource
    void oneListenerFreezesTwoNetworksEachAtItsOwnTimeAndAnswersForTheFirst(NetworkKind kind) {
        FreezingListener listener = listener();
        Model first = withListener(kind, listener);
        kind.train(first, 0, 4);
        NetworkKind otherKind = kind == NetworkKind.GRAPH ? NetworkKind.MULTI_LAYER : NetworkKind.GRAPH;
        Model second = withListener(otherKind, listener);
        otherKind.train(second, 0, 5);
        kind.train(first, 4, T0);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(FreezableNetwork.of(first).mask().isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(second).mask().isAnyFrozen()).isFalse();
        otherKind.train(second, 5, END);
        kind.train(first, T0, END);
        FreezingListener expectedListener = listener();
        Model expected = withListener(kind, expectedListener);
        kind.train(expected, 0, END);
        assertSame(first, listener, expected, expectedListener);
        FreezingListener aloneListener = listener();
        Model alone = withListener(otherKind, aloneListener);
        otherKind.train(alone, 0, END);
        assertThat(Bits.of(second.params())).containsExactly(Bits.of(alone.params()));
        assertThat(FreezableNetwork.of(second).mask()).isEqualTo(aloneListener.mask());
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aCloneWithTheSameListenerGoesOnAsTheOriginal(NetworkKind kind, int at) {
        FreezingListener listener = listener();
        Model original = withListener(kind, listener);
        kind.train(original, 0, at);
        Model clone = NetworkKind.cloneOf(original);
        // a graph's clone shares the list of listeners
        Training.setListeners(clone, listener);
        kind.train(clone, at, END);
        FreezableNetwork cloned = FreezableNetwork.of(clone);
        assertThat(cloned.mask().frozenCount()).isEqualTo((int) Math.round(0.6 * cloned.participants().length));
        if (at > 0 && at < T0) {
            assertThat(listener.isFrozen())
                    .as("the original waits where it was left")
                    .isFalse();
            assertThat(listener.samplesTaken()).isEqualTo(at);
        }
        if (at > 0) {
            kind.train(original, at, END);
            FreezingListener expectedListener = listener();
            Model expected = withListener(kind, expectedListener);
            kind.train(expected, 0, END);
            assertSame(original, listener, expected, expectedListener);
            // the graph's clone begins a new count of iterations, and with it Adam's bias correction
            if (kind == NetworkKind.MULTI_LAYER) {
                assertThat(Bits.of(clone.params())).containsExactly(Bits.of(expected.params()));
                assertThat(cloned.mask()).isEqualTo(expectedListener.mask());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloneWithANewListenerKeepsTheMaskAndSaysThatSamplingBeginsAnew(NetworkKind kind) {
        for (int at : new int[] {3, 9}) {
            Model original = withListener(kind, listener());
            kind.train(original, 0, at);
            FreezeMask mask = FreezableNetwork.of(original).mask();
            Model clone = NetworkKind.cloneOf(original);
            FreezingListener fresh = listener();
            Training.setListeners(clone, fresh);
            try (CapturedLog log = new CapturedLog()) {
                kind.train(clone, at, at + 1);
                assertThat(log.warnings()).hasSize(1);
                assertThat(log.warnings().get(0))
                        .contains("sampling begins anew")
                        .contains("FreezingCheckpoint");
            }
            assertThat(fresh.samplesTaken()).isEqualTo(1);
            assertThat(fresh.mask()).isEqualTo(mask);
            kind.train(clone, at + 1, at + T0);
            assertThat(fresh.isFrozen()).isTrue();
            assertThat(fresh.samplesTaken()).isEqualTo(T0);
            assertThat(fresh.mask().or(mask)).as("what was frozen stays so").isEqualTo(fresh.mask());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloneWithoutListenerKeepsTheMaskAndLeavesTheOriginalAlone(NetworkKind kind) {
        FreezingListener listener = listener();
        Model original = withListener(kind, listener);
        kind.train(original, 0, T0);
        long[] before = Bits.of(original.params());
        Model clone = NetworkKind.cloneOf(original);
        Training.setListeners(clone);
        kind.train(clone, T0, END);
        long[] cloned = Bits.of(clone.params());
        listener.mask().forEachFrozen(i -> assertThat(cloned[i]).isEqualTo(before[i]));
        assertThat(cloned).isNotEqualTo(before);
        assertThat(Bits.of(original.params())).containsExactly(before);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void aListenerFromJavaSerialisationIsFreshAndTheOriginalUnharmed(NetworkKind kind, int at) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, at);
        FreezingListener copy = Serialised.copyOf(listener);
        assertThat(copy.plan()).isEqualTo(listener.plan());
        assertThat(copy.samplesTaken()).isZero();
        assertThat(copy.isFrozen()).isFalse();
        assertThatThrownBy(copy::variance)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not seen a network yet");
        kind.train(model, at, END);
        FreezingListener expectedListener = listener();
        Model expected = withListener(kind, expectedListener);
        kind.train(expected, 0, END);
        assertSame(model, listener, expected, expectedListener);
        Model other = withListener(kind, copy);
        kind.train(other, 0, END);
        assertSame(other, copy, expected, expectedListener);
    }

    private static void clear(Model model) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).clear();
        } else {
            ((org.deeplearning4j.nn.graph.ComputationGraph) model).clear();
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndTimes")
    void clearLosesNoSamplesAndNoMask(NetworkKind kind, int at) {
        for (boolean asked : new boolean[] {false, true}) {
            FreezingListener listener = listener();
            Model model = withListener(kind, listener);
            kind.train(model, 0, at);
            INDArray variance = at == 0 ? null : listener.variance();
            long[] before = Bits.of(model.params());
            clear(model);
            if (asked && at > 0) {
                assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
                assertThat(FreezableNetwork.of(model).mask().isAnyFrozen()).isEqualTo(at >= T0);
            }
            kind.train(model, at, END);
            FreezingListener expectedListener = listener();
            Model expected = withListener(kind, expectedListener);
            kind.train(expected, 0, at);
            if (at >= T0) {
                FreezeMask mask = expectedListener.mask();
                long[] after = Bits.of(model.params());
                assertThat(listener.mask()).isEqualTo(mask);
                assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
                mask.forEachFrozen(i -> assertThat(after[i]).isEqualTo(before[i]));
                assertThat(after).isNotEqualTo(before);
            }
            assertThat(listener.samplesTaken()).isEqualTo(T0);
            assertThat(listener.isFrozen()).isTrue();
            assertThat(listener.mask().frozenCount())
                    .isEqualTo((int) Math.round(0.6 * listener.order().size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileWrittenRightAfterClearAndAQuestionHoldsTheMask(NetworkKind kind) {
        FreezingListener listener = listener();
        Model model = withListener(kind, listener);
        kind.train(model, 0, 9);
        FreezeMask mask = listener.mask();
        long[] before = Bits.of(model.params());
        clear(model);
        assertThat(listener.isFrozen()).isTrue();
        Model restored = Saving.restored(model, true);
        assertThat(FreezableNetwork.of(restored).mask()).isEqualTo(mask);
        assertThat(Bits.of(FreezableNetwork.of(restored).variance())).containsExactly(Bits.of(listener.variance()));
        kind.train(restored, 9, END);
        long[] after = Bits.of(restored.params());
        mask.forEachFrozen(i -> assertThat(after[i]).isEqualTo(before[i]));
    }

    @ParameterizedTest
    @EnumSource
    void theSamplesBeforeClearAreInTheVarianceAtT0(NetworkKind kind) {
        // whatever parameters the network has, the samples of a network that never learns are the same
        FreezingListener listener = listener();
        Model model = kind.network(new FreezingAdam(1e-300));
        Training.addListeners(model, listener);
        kind.train(model, 0, 3);
        clear(model);
        kind.train(model, 3, T0);
        FreezingListener expectedListener = listener();
        Model expected = kind.network(new FreezingAdam(1e-300));
        Training.addListeners(expected, expectedListener);
        kind.train(expected, 0, T0);
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(expectedListener.variance()));
        assertThat(listener.order()).isEqualTo(expectedListener.order());
        assertThat(listener.mask()).isEqualTo(expectedListener.mask());
    }
}
