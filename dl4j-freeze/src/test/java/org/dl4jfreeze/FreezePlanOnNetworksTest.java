package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What the listener makes of plans with more than a time and an amount, on both kinds of network. */
class FreezePlanOnNetworksTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private interface Check {
        void on(Model network, FreezingListener listener);
    }

    private static void onBoth(FreezePlan plan, Check check) {
        BothPaths.forEach(() -> {
            for (Model network : List.of(
                    TestNetworks.dense(TYPE, new FreezingAdam(0.01)),
                    TestNetworks.graph(TYPE, new FreezingAdam(0.01), false))) {
                FreezingListener listener = FreezingListener.builder(plan)
                        .sampler(GradientSampler.miniBatch())
                        .build();
                Training.addListeners(network, listener);
                check.on(network, listener);
            }
        });
    }

    private static MultiDataSet batch(Model network, int t) {
        return network instanceof MultiLayerNetwork ? TestData.dense(TYPE, 6, t) : TestData.graph(TYPE, 6, t);
    }

    private static void train(Model network, int from, int to) {
        Training.fit(network, from, to, t -> batch(network, t));
    }

    @Test
    void excludedKindsAreNotFrozenAndTheFractionIsOneOfTheRest() {
        onBoth(FreezePlan.atIteration(3).fraction(1).excludingKinds("b"), (network, listener) -> {
            train(network, 0, 3);
            for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
                assertThat(listener.mask().frozenCount(group.offset(), group.offset() + group.length()))
                        .isEqualTo(group.name().equals("b") ? 0 : group.length());
            }
        });
    }

    @Test
    void aPlanThatDoesNotFitStopsBeforeTheFirstUpdate() {
        onBoth(FreezePlan.atIteration(3).fraction(1).excludingLayers("nowhere"), (network, listener) -> {
            long[] before = Bits.of(network.params());
            assertThatThrownBy(() -> train(network, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"nowhere\"");
            assertThat(Bits.of(network.params())).isEqualTo(before);
        });
    }

    @Test
    void thePlateauIsThatOfTheNetworksScores() {
        LossPlateau rule = new LossPlateau(3, 0.02, 1);
        onBoth(FreezePlan.atPlateau(rule).count(10), (network, listener) -> {
            LossPlateau.Detector detector = rule.open();
            for (int t = 0; !detector.isReached(); t++) {
                assertThat(t).as("iterations without a plateau").isLessThan(1000);
                assertThat(listener.isFrozen()).isFalse();
                train(network, t, t + 1);
                detector.add(network.score());
            }
            assertThat(listener.mask().frozenCount()).isEqualTo(10);
        });
    }

    @Test
    void theShareOfTheVarianceIsKeptWhateverTheOrder() {
        FreezePlan plan = FreezePlan.atIteration(5).varianceShare(0.25);
        for (FreezePlan ordered : List.of(plan, plan.by(OrderCriterion.random(5)))) {
            onBoth(ordered, (network, listener) -> {
                train(network, 0, 5);
                double[] variance = listener.variance().toDoubleVector();
                double total = Arrays.stream(variance).sum();
                ParameterOrder order = listener.order();
                int k = listener.mask().frozenCount();
                assertThat(k).isPositive();
                assertThat(order.lowest(k)).isEqualTo(listener.mask());
                assertThat(share(order, variance, k) / total).isLessThanOrEqualTo(0.25);
                assertThat(share(order, variance, k + 1) / total).isGreaterThan(0.25);
            });
        }
    }

    private static double share(ParameterOrder order, double[] variance, int k) {
        return IntStream.range(0, k)
                .mapToDouble(i -> variance[order.parameterAt(i)])
                .sum();
    }

    @Test
    void aFurtherStepKeepsWhatIsFrozenBitForBit() {
        FreezePlan plan = FreezePlan.atIteration(4)
                .fraction(0.3)
                .then(FreezePlan.atIteration(8).fraction(0.7));
        onBoth(plan, (network, listener) -> {
            train(network, 0, 4);
            FreezeMask first = listener.mask();
            long[] atFirst = Bits.of(network.params());
            train(network, 4, 8);
            FreezeMask second = listener.mask();
            assertThat(first.isAnyFrozen()).isTrue();
            assertThat(second.frozenCount()).isEqualTo((int) Math.round(0.7 * second.length()));
            assertThat(second.or(first)).isEqualTo(second);
            assertThat(listener.samplesTaken()).isEqualTo(8);
            train(network, 8, 11);
            long[] now = Bits.of(network.params());
            FrozenParameters.assertStayed(first, atFirst, now);
            assertThat(listener.samplesTaken()).as("the plan is finished").isEqualTo(8);
        });
    }

    @Test
    void reorderingThawsAndGoesOnUntilItsEndAndIsDeterministic() {
        FreezePlan plan = FreezePlan.atIteration(4)
                .fraction(0.5)
                .by(OrderCriterion.random(11))
                .reorderedEvery(3)
                .until(10);
        List<List<Object>> runs = new ArrayList<>();
        onBoth(plan, (network, listener) -> {
            FreezeMask byHand = new FreezeMask.Builder(
                            FreezableNetwork.of(network).parameterCount())
                    .freeze(0)
                    .build();
            FreezableNetwork.of(network).freeze(byHand);
            List<Object> masks = new ArrayList<>();
            for (int t = 0; t < 16; t++) {
                train(network, t, t + 1);
                if (masks.isEmpty() || !masks.get(masks.size() - 1).equals(listener.mask())) {
                    masks.add(listener.mask());
                }
                assertThat(listener.mask().isFrozen(0)).as("frozen by hand").isTrue();
            }
            assertThat(masks).as("by hand, and after 4, 7 and 10 iterations").hasSize(4);
            FreezeMask first = (FreezeMask) masks.get(1);
            FreezeMask last = (FreezeMask) masks.get(3);
            assertThat(first.or(last)).as("something was thawed").isNotEqualTo(last);
            runs.add(masks);
        });
        assertThat(runs).hasSize(4);
        assertThat(runs.get(0).subList(0, 4)).isEqualTo(runs.get(2).subList(0, 4));
        assertThat(runs.get(1).subList(0, 4)).isEqualTo(runs.get(3).subList(0, 4));
    }
}
