package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.support.Serialised;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class FreezePlanTest {

    private static final FreezePlan HALF = FreezePlan.atIteration(500).fraction(0.5);

    /** 4-6-5-3: W 0-23, b 24-29; W 30-59, b 60-64; W 65-79, b 80-82. */
    private static final List<ParameterGroup> DENSE = FreezableNetwork.of(
                    TestNetworks.dense(DataType.FLOAT, new FreezingAdam()))
            .groups();

    @Test
    void badTimesCountsFractionsAndSharesAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> FreezePlan.atIteration(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 iteration")
                .hasMessageContaining("received 0");
        assertThatThrownBy(() -> FreezePlan.atEpoch(-2)).hasMessageContaining("at least 1 epoch");
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> FreezePlan.atIteration(1).fraction(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[0,1]")
                    .hasMessageContaining(String.valueOf(bad));
            assertThatThrownBy(() -> FreezePlan.atPlateau().varianceShare(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[0,1], received " + bad)
                    .hasMessageContaining("5 %");
        }
        assertThatThrownBy(() -> FreezePlan.atIteration(1).count(-1)).hasMessageContaining("received -1");
    }

    @Test
    void everyPartOfItCountsInEqualityAndIsPrinted() {
        List<FreezePlan> different = List.of(
                HALF,
                FreezePlan.atIteration(501).fraction(0.5),
                FreezePlan.atEpoch(500).fraction(0.5),
                FreezePlan.atPlateau().fraction(0.5),
                FreezePlan.atPlateau(new LossPlateau(50, 0.02, 2)).fraction(0.5),
                FreezePlan.atIteration(500).fraction(0.4),
                FreezePlan.atIteration(500).count(1),
                FreezePlan.atIteration(500).fraction(1),
                FreezePlan.atIteration(500).varianceShare(0.5),
                HALF.by(OrderCriterion.magnitude()),
                HALF.by(OrderCriterion.random(1)),
                HALF.by(OrderCriterion.random(2)),
                HALF.includingLayers("0"),
                HALF.excludingLayers("0"),
                HALF.includingKinds("0"),
                HALF.excludingKinds("0"),
                HALF.then(FreezePlan.atIteration(1000).fraction(0.8)),
                HALF.then(FreezePlan.atIteration(1000).fraction(0.9)),
                HALF.reorderedEvery(200),
                HALF.reorderedEvery(201),
                HALF.reorderedEvery(200).until(2000),
                HALF.reorderedEvery(200).until(2001),
                FreezePlan.never());
        for (int i = 0; i < different.size(); i++) {
            for (int j = 0; j < different.size(); j++) {
                if (i == j) {
                    FreezePlan same = Serialised.copyOf(different.get(i));
                    assertThat(different.get(i)).isEqualTo(same).hasSameHashCodeAs(same);
                } else {
                    assertThat(different.get(i)).isNotEqualTo(different.get(j));
                    assertThat(different.get(i).toString())
                            .isNotEqualTo(different.get(j).toString());
                }
            }
        }
    }

    @Test
    void isPrintedAsItIsWritten() {
        assertThat(FreezePlan.atIteration(500).fraction(0.8))
                .hasToString("FreezePlan.atIteration(500).fraction(0.8).by(variance)");
        assertThat(FreezePlan.never()).hasToString("FreezePlan.never().by(variance)");
        assertThat(FreezePlan.atPlateau().count(7))
                .hasToString(
                        "FreezePlan.atPlateau(LossPlateau(window 100, minimum improvement 0.01, patience 3)).count(7)"
                                + ".by(variance)");
        assertThat(HALF.then(FreezePlan.atIteration(1000).fraction(0.8))
                        .then(FreezePlan.atEpoch(9).varianceShare(0.9))
                        .by(OrderCriterion.random(42))
                        .excludingLayers("output", "0")
                        .includingKinds("W")
                        .reorderedEvery(200)
                        .until(2000))
                .hasToString(
                        "FreezePlan.atIteration(500).fraction(0.5).then(FreezePlan.atIteration(1000).fraction(0.8)).then(FreezePlan.atEpoch(9).varianceShare(0.9)).by(random(seed"
                                + " 42)).excludingLayers(\"0\","
                                + " \"output\").includingKinds(\"W\").reorderedEvery(200).until(2000)");
    }

    @Test
    void theSequenceInWhichThePartsAreSaidDoesNotCount() {
        FreezePlan later = FreezePlan.atIteration(1000).fraction(0.8);
        assertThat(HALF.by(OrderCriterion.magnitude())
                        .excludingLayers("a")
                        .excludingLayers("b")
                        .reorderedEvery(9)
                        .then(later))
                .isEqualTo(HALF.then(later)
                        .reorderedEvery(9)
                        .excludingLayers("b", "a", "b")
                        .by(OrderCriterion.magnitude()));
        assertThat(FreezePlan.atIteration(1).fraction(-0.0))
                .isEqualTo(FreezePlan.atIteration(1).fraction(0.0));
        assertThat(HALF.criterion()).isEqualTo(OrderCriterion.gradientVariance());
    }

    @Test
    void aLaterStepThatComesEarlierOrFreezesLessIsRefused() {
        assertThatThrownBy(() -> HALF.then(FreezePlan.atIteration(500).fraction(0.8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atIteration(500).fraction(0.8), must come after atIteration(500).fraction(0.5)")
                .hasMessageContaining("from the start");
        assertThatThrownBy(() -> HALF.then(FreezePlan.atEpoch(2).fraction(0.6))
                        .then(FreezePlan.atIteration(499).fraction(0.8)))
                .as("compared with all earlier steps, not with the last alone")
                .hasMessageContaining("must come after");
        assertThatThrownBy(() -> HALF.then(FreezePlan.atEpoch(1).fraction(0.4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must freeze at least as much as atIteration(500).fraction(0.5)")
                .hasMessageContaining("stay frozen");
        assertThatThrownBy(() -> HALF.then(FreezePlan.atEpoch(1).count(9))
                        .then(FreezePlan.atEpoch(2).fraction(0.4)))
                .hasMessageContaining("must freeze at least as much");
        assertThatCode(() -> HALF.then(FreezePlan.atEpoch(1).count(3))
                        .then(FreezePlan.atPlateau().varianceShare(0.1))
                        .then(FreezePlan.atPlateau().fraction(0.5)))
                .as("where nobody can know")
                .doesNotThrowAnyException();
    }

    @Test
    void allStepsShareOrderFilterAndReordering() {
        FreezePlan later = FreezePlan.atIteration(1000).fraction(0.8);
        FreezePlan whole = HALF.by(OrderCriterion.random(3)).excludingKinds("b").reorderedEvery(10);
        assertThat(whole.then(later))
                .isEqualTo(whole.then(
                        later.by(OrderCriterion.random(3)).excludingKinds("b").reorderedEvery(10)));
        assertThatThrownBy(() -> whole.then(later.by(OrderCriterion.random(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share one order")
                .hasMessageContaining("random(seed 4)")
                .hasMessageContaining("random(seed 3)")
                .hasMessageContaining("after then(...)");
        assertThatThrownBy(() -> whole.then(later.excludingKinds("W"))).hasMessageContaining("share one filter");
        assertThatThrownBy(() -> HALF.then(later.reorderedEvery(5))).hasMessageContaining("share one re-ordering");
        assertThatThrownBy(() -> HALF.then(FreezePlan.never())).hasMessageContaining("never freezes");
        assertThatThrownBy(() -> FreezePlan.never().then(later)).hasMessageContaining("never freezes");
    }

    @Test
    void reorderingNeedsAnIntervalAFreezingAndAnEndThatItCanReach() {
        assertThatThrownBy(() -> HALF.reorderedEvery(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 iteration, received 0");
        assertThatThrownBy(() -> FreezePlan.never().reorderedEvery(5)).hasMessageContaining("never freezes");
        assertThatThrownBy(() -> HALF.until(900)).hasMessageContaining("call reorderedEvery(...) first");
        assertThatThrownBy(() -> HALF.reorderedEvery(200).until(699))
                .hasMessageContaining("at least iteration 700")
                .hasMessageContaining("received 699");
        assertThatCode(() -> HALF.reorderedEvery(200).until(700)).doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        FreezePlan.atPlateau().count(1).reorderedEvery(200).until(599))
                .hasMessageContaining("at least iteration 600");
        assertThatThrownBy(
                        () -> FreezePlan.atEpoch(1).count(1).reorderedEvery(200).until(-1))
                .hasMessageContaining("received -1");
    }

    @Test
    void layersAndKindsTakePartAsIncludedAndExcluded() {
        assertThat(PlanValidator.eligible(HALF, DENSE).toIndices()).containsExactly(range(0, 83));
        assertThat(PlanValidator.eligible(HALF.excludingKinds("b"), DENSE).toIndices())
                .containsExactly(joined(range(0, 24), range(30, 60), range(65, 80)));
        assertThat(PlanValidator.eligible(HALF.includingKinds("b"), DENSE).toIndices())
                .containsExactly(joined(range(24, 30), range(60, 65), range(80, 83)));
        String first = DENSE.get(0).layer();
        String last = DENSE.get(5).layer();
        assertThat(PlanValidator.eligible(HALF.excludingLayers(first, last), DENSE)
                        .toIndices())
                .containsExactly(range(30, 65));
        assertThat(PlanValidator.eligible(HALF.includingLayers(first, last).excludingKinds("b"), DENSE)
                        .toIndices())
                .containsExactly(joined(range(0, 24), range(65, 80)));
    }

    @Test
    void layersOfAGraphAreKnownByName() {
        FreezableNetwork graph = FreezableNetwork.of(TestNetworks.graph(DataType.FLOAT, new FreezingAdam(), true));
        List<Integer> expected = new ArrayList<>();
        for (ParameterGroup group : graph.groups()) {
            if (group.layer().equals("a") || group.layer().equals("class")) {
                range(group).forEach(expected::add);
            }
        }
        assertThat(PlanValidator.eligible(HALF.includingLayers("a", "class"), graph.groups())
                        .toIndices())
                .hasSize(25 + 33)
                .containsExactly(expected.stream().mapToInt(i -> i).toArray());
        assertThat(PlanValidator.eligible(HALF.excludingKinds("b"), graph.groups())
                        .toIndices())
                .as("running means can't be frozen, filter or not")
                .hasSize(20 + 15 + 10 + 10 + 30 + 20);
    }

    private static IntStream range(ParameterGroup group) {
        return IntStream.range(group.offset(), group.offset() + group.length());
    }

    @Test
    void namesThatTheNetworkDoesNotHaveAreRefusedWithThoseItHas() {
        assertThatThrownBy(() -> PlanValidator.eligible(HALF.excludingLayers("outputs"), DENSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer \"outputs\"")
                .hasMessageContaining(DENSE.get(0).layer())
                .hasMessageContaining(DENSE.get(5).layer());
        assertThatThrownBy(() -> PlanValidator.eligible(HALF.includingKinds("W", "bias"), DENSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kind of parameter \"bias\"")
                .hasMessageContaining("[W, b]");
    }

    @Test
    void aPlanThatLeavesNothingOrWantsTooMuchIsRefusedByTheNetwork() {
        assertThatThrownBy(() -> PlanValidator.eligible(HALF.excludingKinds("W", "b"), DENSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves nothing")
                .hasMessageContaining(DENSE.get(0).toString());
        FreezePlan count = FreezePlan.atIteration(1).count(15);
        assertThatNoException().as("only a network can tell").isThrownBy(() -> count.excludingKinds("W")
                .by(OrderCriterion.magnitude())
                .then(FreezePlan.atIteration(2).fraction(1)));
        assertThatThrownBy(() -> PlanValidator.eligible(count.excludingKinds("W"), DENSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("freezes 15 parameters")
                .hasMessageContaining("[0,14]");
        assertThatThrownBy(() -> PlanValidator.eligible(
                        count.then(FreezePlan.atIteration(2).count(84)), DENSE))
                .as("in a later step")
                .hasMessageContaining("[0,83]");
    }

    @Test
    void aNameBothIncludedAndExcludedIsRefused() {
        assertThatThrownBy(() -> HALF.includingLayers("0", "1").excludingLayers("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer \"1\" is both");
        assertThatThrownBy(() -> HALF.excludingKinds("W").includingKinds("b", "W"))
                .hasMessageContaining("kind of parameter \"W\" is both");
        assertThatThrownBy(() -> HALF.includingLayers()).hasMessageContaining("at least one layer");
    }

    @Test
    void thereMustBeASampleBeforeAStepCanBeDue() {
        GradientSampler late = GradientSampler.firstExample().afterWarmUp(400);
        assertThatThrownBy(() ->
                        PlanValidator.checkSampledBy(FreezePlan.atIteration(400).count(1), late))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only after iteration 401");
        assertThatThrownBy(() ->
                        PlanValidator.checkSampledBy(FreezePlan.atPlateau().count(1), late))
                .as("(3 + 1) * 100 iterations at the earliest")
                .hasMessageContaining("can be due after iteration 400");
        PlanValidator.checkSampledBy(
                FreezePlan.atPlateau(new LossPlateau(401, 0, 1)).count(1), late);
        PlanValidator.checkSampledBy(FreezePlan.atIteration(401).count(1), late);
        PlanValidator.checkSampledBy(FreezePlan.atEpoch(1).count(1), late);
        FreezePlan random = FreezePlan.atIteration(1).count(1).by(OrderCriterion.random(1));
        PlanValidator.checkSampledBy(random, late);
        assertThatThrownBy(() -> PlanValidator.checkSampledBy(
                        FreezePlan.atIteration(400).varianceShare(0.1).by(OrderCriterion.random(1)), late))
                .as("the share needs the variance, whatever the order")
                .hasMessageContaining("only after iteration 401");
        assertThatThrownBy(() -> PlanValidator.checkSampledBy(
                        random.then(FreezePlan.atIteration(400).varianceShare(0.1)), late))
                .hasMessageContaining("atIteration(400).varianceShare(0.1) can be due after iteration 400");
        PlanValidator.checkSampledBy(random.then(FreezePlan.atIteration(401).varianceShare(0.1)), late);
        PlanValidator.checkSampledBy(
                FreezePlan.atIteration(401)
                        .count(1)
                        .then(FreezePlan.atPlateau(new LossPlateau(1, 0, 1)).count(2)),
                late);
        PlanValidator.checkSampledBy(FreezePlan.never(), late);
    }

    @Test
    void theFirstHalfOfAPlanIsSerialisableToo() {
        assertThat(Serialised.copyOf(FreezePlan.atPlateau()).count(3))
                .isEqualTo(FreezePlan.atPlateau().count(3));
    }

    private static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static int[] joined(int[]... parts) {
        return IntStream.range(0, parts.length)
                .flatMap(i -> IntStream.of(parts[i]))
                .toArray();
    }
}
