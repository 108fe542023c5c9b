package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.dl4jfreeze.plateau.LossPlateau;
import org.dl4jfreeze.support.Serialised;
import org.junit.jupiter.api.Test;

class PlanProgressTest {

    private static final int P = 10;
    private static final FreezePlan TWO_STEPS =
            FreezePlan.atIteration(5).count(4).then(FreezePlan.atIteration(8).count(7));

    private static PlanProgress after(PlanProgress progress, int iterations) {
        for (int i = 0; i < iterations; i++) {
            progress.iterationDone(Double.NaN);
        }
        return progress;
    }

    private static PlanProgress after(FreezePlan plan, int iterations) {
        return after(new PlanProgress(plan), iterations);
    }

    private static FreezeMask mask(int... frozen) {
        FreezeMask.Builder mask = new FreezeMask.Builder(P);
        IntStream.of(frozen).forEach(mask::freeze);
        return mask.build();
    }

    /** The iterations after which something is due and carried out at once. */
    private static List<Long> actions(FreezePlan plan, int iterations, IntToDoubleFunction loss) {
        PlanProgress progress = new PlanProgress(plan);
        List<Long> found = new ArrayList<>();
        for (int i = 1; i <= iterations; i++) {
            progress.iterationDone(progress.needsLoss() ? loss.applyAsDouble(i) : Double.NaN);
            if (progress.isDue()) {
                found.add(progress.iterations());
                progress.carriedOut();
                assertThat(progress.isDue()).as("once").isFalse();
            }
        }
        return found;
    }

    private static List<Long> actions(FreezePlan plan, int iterations) {
        return actions(plan, iterations, i -> Double.NaN);
    }

    @Test
    void aStepIsDueOnceItsIterationsOrEpochsAreDoneUntilItIsCarriedOut() {
        PlanProgress byIteration = after(FreezePlan.atIteration(5).count(1), 4);
        byIteration.epochDone();
        assertThat(byIteration.isDue()).isFalse();
        assertThat(after(byIteration, 1).isDue()).isTrue();
        assertThat(after(byIteration, 3).isDue()).as("freezing may wait").isTrue();
        assertThat(byIteration.isFinished()).isFalse();
        byIteration.carriedOut();
        assertThat(byIteration.isDue()).isFalse();
        assertThat(byIteration.isFinished()).isTrue();
        assertThat(byIteration.iterations()).isEqualTo(8);
        assertThat(byIteration.epochs()).isEqualTo(1);

        PlanProgress byEpoch = after(FreezePlan.atEpoch(2).count(1), 1000);
        byEpoch.epochDone();
        assertThat(byEpoch.isDue()).isFalse();
        byEpoch.epochDone();
        assertThat(byEpoch.isDue()).isTrue();
    }

    @Test
    void aPlanThatOnlyObservesIsNeverDueAndNeverFinished() {
        PlanProgress never = after(FreezePlan.never(), 1000);
        never.epochDone();
        assertThat(never.isDue()).isFalse();
        assertThat(never.isFinished()).as("it goes on sampling").isFalse();
        assertThat(never.needsLoss()).isFalse();
    }

    @Test
    void whatIsNotDueCanNotBeCarriedOut() {
        PlanProgress progress = after(FreezePlan.atIteration(5).count(1), 4);
        assertThatThrownBy(progress::carriedOut)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after 4 iterations and 0 epochs");
        assertThatThrownBy(progress::criterion).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(progress::needsVariance).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> progress.choose(ParameterOrder.ascending(1), null, FreezeMask.none(1)))
                .isInstanceOf(IllegalStateException.class);
        after(progress, 1).carriedOut();
        assertThatThrownBy(progress::carriedOut).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stepsAreTakenOneByOneAndEachCountsFromTheStart() {
        assertThat(actions(TWO_STEPS, 100)).containsExactly(5L, 8L);
        PlanProgress progress = after(TWO_STEPS, 5);
        progress.carriedOut();
        assertThat(progress.isFinished()).isFalse();
        after(progress, 3).carriedOut();
        assertThat(progress.isFinished()).isTrue();
    }

    @Test
    void severalStepsDueAtOnceCountAsTheLast() {
        PlanProgress progress = after(TWO_STEPS, 8);
        ParameterOrder order = ParameterOrder.ascending(new double[P]);
        assertThat(progress.choose(order, null, mask())).isEqualTo(order.lowest(7));
        progress.carriedOut();
        assertThat(progress.isDue()).isFalse();
        assertThat(progress.isFinished()).isTrue();
    }

    @Test
    void aStepThatHasNotComeByTheTimeOfALaterOneIsLeftOut() {
        FreezePlan plan = FreezePlan.atPlateau(new LossPlateau(1, 0, 1))
                .count(3)
                .then(FreezePlan.atIteration(20).count(6));
        assertThat(actions(plan, 100, i -> -i)).as("no plateau").containsExactly(20L);
        assertThat(actions(plan, 100, i -> Math.max(-i, -6))).containsExactly(7L, 20L);
        PlanProgress progress = after(plan, 20);
        assertThat(progress.choose(ParameterOrder.ascending(new double[P]), null, mask())
                        .frozenCount())
                .isEqualTo(6);
        progress.carriedOut();
        assertThat(progress.isFinished()).isTrue();
        assertThat(progress.needsLoss()).isFalse();
    }

    @Test
    void aFurtherStepAddsTheLowestOfTheOthersAndThawsNothing() {
        PlanProgress progress = after(TWO_STEPS, 8);
        ParameterOrder order = ParameterOrder.ascending(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        FreezeMask before = mask(0, 1, 2, 3);
        assertThat(progress.choose(order, null, before)).isEqualTo(mask(0, 1, 2, 3, 9, 8, 7));
        assertThat(progress.choose(order, null, mask(0, 1, 2, 3, 4, 5, 6, 7)))
                .as("more frozen already than the step wants")
                .isEqualTo(mask(0, 1, 2, 3, 4, 5, 6, 7));
        assertThat(before).as("choosing changes nothing").isEqualTo(mask(0, 1, 2, 3));
        assertThat(progress.isDue()).isTrue();
        assertThatThrownBy(() -> progress.choose(order, null, FreezeMask.none(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one network");
    }

    @Test
    void extensionsOfRandomOrdersNeverThaw() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int[] some = IntStream.range(0, P).filter(i -> random.nextBoolean()).toArray();
            int first = random.nextInt(some.length + 1);
            int second = first + random.nextInt(some.length + 1 - first);
            PlanProgress progress = after(
                    FreezePlan.atIteration(1)
                            .count(first)
                            .then(FreezePlan.atIteration(2).count(second)),
                    1);
            FreezeMask before = progress.choose(ParameterOrder.random(P, some, seed), null, mask());
            assertThat(before.frozenCount()).isEqualTo(first);
            progress.carriedOut();
            FreezeMask after = after(progress, 1).choose(ParameterOrder.random(P, some, -seed), null, before);
            assertThat(after.frozenCount()).isEqualTo(second);
            assertThat(after.or(before)).isEqualTo(after);
        }
    }

    @Test
    void nothingAndEverythingCanBeFrozen() {
        ParameterOrder order = ParameterOrder.ascending(new double[P]);
        double[] variance = IntStream.range(0, P).mapToDouble(i -> i + 1).toArray();
        for (FreezePlan none : List.of(
                FreezePlan.atIteration(1).count(0),
                FreezePlan.atIteration(1).fraction(0),
                FreezePlan.atIteration(1).varianceShare(0))) {
            assertThat(after(none, 1).choose(order, variance, mask())).isEqualTo(mask());
        }
        for (FreezePlan all : List.of(
                FreezePlan.atIteration(1).count(P),
                FreezePlan.atIteration(1).fraction(1),
                FreezePlan.atIteration(1).varianceShare(1))) {
            assertThat(after(all, 1).choose(order, variance, mask()).frozenCount())
                    .isEqualTo(P);
        }
    }

    @Test
    void aShareOfTheVarianceAsksForTheVariance() {
        PlanProgress progress = after(
                FreezePlan.atIteration(1)
                        .count(1)
                        .then(FreezePlan.atIteration(2).varianceShare(0.3)),
                1);
        assertThat(progress.needsVariance()).isFalse();
        progress.carriedOut();
        assertThat(after(progress, 1).needsVariance()).isTrue();
        double[] variance = {4, 1, 1, 1, 1, 1, 1, 0, 0, 0};
        assertThat(progress.choose(ParameterOrder.ascending(variance), variance, mask(0)))
                .as("0 for three, and three of 1 in 10: k = 6, of which one is frozen already")
                .isEqualTo(mask(0, 7, 8, 9, 1, 2));
    }

    @Test
    void reorderingComesAtEqualDistancesFromTheFirstFreezing() {
        FreezePlan plan = FreezePlan.atIteration(5).count(4).reorderedEvery(3);
        assertThat(actions(plan, 15)).containsExactly(5L, 8L, 11L, 14L);
        assertThat(actions(plan.until(11), 1000)).containsExactly(5L, 8L, 11L);
        assertThat(actions(plan.until(13), 1000)).containsExactly(5L, 8L, 11L);
        assertThat(actions(plan.then(FreezePlan.atIteration(9).count(6)), 15)).containsExactly(5L, 8L, 9L, 11L, 14L);
        PlanProgress progress = new PlanProgress(FreezePlan.atEpoch(1).count(4).reorderedEvery(3));
        after(progress, 7).epochDone();
        progress.carriedOut();
        assertThat(after(progress, 2).isDue()).isFalse();
        assertThat(after(progress, 1).isDue()).as("7 + 3").isTrue();
    }

    @Test
    void reorderingThatHasToWaitKeepsItsGrid() {
        PlanProgress progress = after(FreezePlan.atIteration(5).count(4).reorderedEvery(3), 6);
        progress.carriedOut();
        assertThat(after(progress, 2).isDue()).as("6 + 2").isFalse();
        assertThat(after(progress, 1).isDue()).as("6 + 3").isTrue();
        after(progress, 4).carriedOut();
        assertThat(progress.isDue()).as("9 and 12 are done in one, after 13").isFalse();
        assertThat(after(progress, 2).isDue()).as("6 + 9").isTrue();
        progress.carriedOut();
        assertThat(progress.isDue()).isFalse();
    }

    @Test
    void withAnEndOfReorderingThePlanIsFinishedAfterTheLastOne() {
        PlanProgress progress =
                after(FreezePlan.atIteration(5).count(4).reorderedEvery(3).until(9), 5);
        progress.carriedOut();
        assertThat(progress.isFinished()).as("one is to come").isFalse();
        after(progress, 3).carriedOut();
        assertThat(progress.isFinished()).isTrue();
        PlanProgress open = after(FreezePlan.atIteration(5).count(4).reorderedEvery(3), 5);
        open.carriedOut();
        after(open, 30).carriedOut();
        assertThat(open.isFinished()).isFalse();
    }

    @Test
    void aFirstFreezingAfterTheEndOfReorderingIsTheOnlyOne() {
        FreezePlan plan = FreezePlan.atIteration(5).count(4).reorderedEvery(3).until(9);
        PlanProgress late = after(plan, 7);
        late.carriedOut();
        assertThat(late.isFinished()).as("7 + 3 is after 9").isTrue();
        assertThat(after(late, 100).isDue()).isFalse();
    }

    @Test
    void reorderingThawsWhatIsNoLongerAmongTheLowest() {
        PlanProgress progress = after(FreezePlan.atIteration(5).count(2).reorderedEvery(3), 5);
        assertThat(progress.choose(ParameterOrder.ascending(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), null, mask()))
                .isEqualTo(mask(0, 1));
        progress.carriedOut();
        assertThat(after(progress, 3).choose(ParameterOrder.ascending(9, 0, 8, 1, 7, 6, 5, 4, 3, 2), null, mask(0, 1)))
                .isEqualTo(mask(1, 3));
    }

    @Test
    void reorderingUsesTheAmountOfTheLastStepTaken() {
        ParameterOrder down = ParameterOrder.ascending(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        PlanProgress progress = after(TWO_STEPS.reorderedEvery(2), 5);
        progress.carriedOut();
        assertThat(after(progress, 2).choose(down, null, mask(0, 1, 2, 3))).isEqualTo(mask(9, 8, 7, 6));
        progress.carriedOut();
        assertThat(after(progress, 1).choose(down, null, mask(0, 1, 2, 3)))
                .as("the step itself extends")
                .isEqualTo(mask(0, 1, 2, 3, 9, 8, 7));
        progress.carriedOut();
        assertThat(after(progress, 1).choose(down, null, mask(0, 1, 2, 3))).isEqualTo(down.lowest(7));
    }

    @Test
    void aStepAndAReorderingAtOnceChooseAnewWithTheStepsAmount() {
        ParameterOrder down = ParameterOrder.ascending(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        PlanProgress progress = after(TWO_STEPS.reorderedEvery(3), 5);
        progress.carriedOut();
        assertThat(after(progress, 3).choose(down, null, mask(0, 1, 2, 3))).isEqualTo(down.lowest(7));
        progress.carriedOut();
        assertThat(progress.isDue()).isFalse();
        assertThat(actions(TWO_STEPS.reorderedEvery(3), 12)).containsExactly(5L, 8L, 11L);
    }

    @Test
    void eachReorderingOfARandomOrderIsANewPermutationOfTheSeed() {
        FreezePlan plan = TWO_STEPS.by(OrderCriterion.random(42)).reorderedEvery(2);
        List<OrderCriterion> criteria = criteria(plan);
        assertThat(criteria.get(0)).as("the first order").isEqualTo(OrderCriterion.random(42));
        assertThat(criteria.get(1)).as("re-ordered after 7").isNotEqualTo(criteria.get(0));
        assertThat(criteria.get(2))
                .as("a step after 8 goes on in the order by then")
                .isEqualTo(criteria.get(1));
        Set<OrderCriterion> distinct = new HashSet<>(criteria);
        assertThat(distinct).hasSize(criteria.size() - 1);
        assertThat(criteria(plan)).isEqualTo(criteria);
        assertThat(criteria(plan.by(OrderCriterion.random(43)))).doesNotContainAnyElementsOf(criteria);
        assertThat(criteria(plan.by(OrderCriterion.magnitude()))).containsOnly(OrderCriterion.magnitude());
    }

    private static List<OrderCriterion> criteria(FreezePlan plan) {
        PlanProgress progress = new PlanProgress(plan);
        List<OrderCriterion> found = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            if (after(progress, 1).isDue()) {
                found.add(progress.criterion());
                progress.carriedOut();
            }
        }
        return found;
    }

    @Test
    void aPlateauIsDueWhereTheRuleItselfFindsIt() {
        LossPlateau rule = new LossPlateau(7, 0.05, 2);
        for (int seed = 0; seed < 100; seed++) {
            double[] losses = losses(seed);
            LossPlateau.Detector detector = rule.open();
            for (double loss : losses) {
                detector.add(loss);
            }
            assertThat(actions(FreezePlan.atPlateau(rule).count(1), losses.length, i -> losses[i - 1]))
                    .containsExactly((long) detector.reachedAt().orElseThrow());
        }
    }

    private static double[] losses(int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 2000)
                .mapToDouble(i -> 1 + Math.exp(-i / 100.0) + 0.1 * random.nextGaussian())
                .toArray();
    }

    @Test
    void theLossIsNeededWhileAPlateauIsWaitedFor() {
        PlanProgress progress =
                new PlanProgress(FreezePlan.atPlateau(new LossPlateau(1, 0, 1)).count(1));
        assertThat(progress.needsLoss()).isTrue();
        progress.iterationDone(1);
        assertThat(progress.needsLoss()).isTrue();
        progress.iterationDone(1);
        assertThat(progress.isDue()).isTrue();
        assertThat(progress.needsLoss()).as("reached, though not carried out").isFalse();
        assertThat(new PlanProgress(TWO_STEPS).needsLoss()).isFalse();
    }

    @Test
    void aPlateauOfALaterStepIsLookedForFromTheStepBeforeOn() {
        LossPlateau rule = new LossPlateau(1, 0, 2);
        FreezePlan twice = FreezePlan.atPlateau(rule)
                .count(1)
                .then(FreezePlan.atPlateau(rule).count(2));
        assertThat(actions(twice, 100, i -> 1)).containsExactly(3L, 6L);
        FreezePlan afterIteration = FreezePlan.atIteration(10)
                .count(1)
                .then(FreezePlan.atPlateau(rule).count(2));
        assertThat(actions(afterIteration, 100, i -> 1)).containsExactly(10L, 13L);
        PlanProgress progress = after(afterIteration, 12);
        assertThat(progress.needsLoss()).as("the step before waits").isFalse();
        progress.carriedOut();
        assertThat(progress.needsLoss()).isTrue();
    }

    @Test
    void aReorderingDoesNotDisturbTheSearchForAPlateau() {
        FreezePlan plan = FreezePlan.atIteration(10)
                .count(1)
                .then(FreezePlan.atPlateau(new LossPlateau(4, 0, 2)).count(2))
                .reorderedEvery(5);
        assertThat(actions(plan, 26, i -> 1)).containsExactly(10L, 15L, 20L, 22L, 25L);
    }

    @Test
    void savedOrCopiedInTheMiddleItDecidesTheSame() {
        LossPlateau rule = new LossPlateau(7, 0.05, 2);
        FreezePlan plan = FreezePlan.atPlateau(rule)
                .fraction(0.3)
                .then(FreezePlan.atPlateau(rule).fraction(0.5))
                .then(FreezePlan.atEpoch(20).varianceShare(0.4))
                .by(OrderCriterion.random(7))
                .reorderedEvery(33)
                .until(1900);
        for (int seed = 0; seed < 5; seed++) {
            List<String> straight = history(plan, seed, UnaryOperator.identity());
            assertThat(straight).hasSizeGreaterThan(30);
            assertThat(history(plan, seed, Serialised::copyOf)).isEqualTo(straight);
            assertThat(history(plan, seed, PlanProgress::copy)).isEqualTo(straight);
            assertThat(history(plan.by(OrderCriterion.random(8)), seed, UnaryOperator.identity()))
                    .isNotEqualTo(straight);
        }
    }

    /** Everything that is decided in 2000 iterations; something is done to the progress after each of them. */
    private static List<String> history(FreezePlan plan, int seed, UnaryOperator<PlanProgress> between) {
        PlanProgress progress = new PlanProgress(plan);
        FreezeMask mask = mask();
        List<String> decisions = new ArrayList<>();
        double[] losses = losses(seed);
        double[] variance = IntStream.range(0, P).mapToDouble(i -> i).toArray();
        int[] all = IntStream.range(0, P).toArray();
        for (int i = 0; i < losses.length; i++) {
            progress.iterationDone(losses[i]);
            if (i % 90 == 89) {
                progress.epochDone();
            }
            progress = between.apply(progress);
            if (progress.isDue() && i % 4 == 0) {
                ParameterOrder order =
                        ParameterOrder.random(P, all, progress.criterion().seed());
                mask = progress.choose(order, variance, mask);
                progress.carriedOut();
                StringBuilder frozen = new StringBuilder(progress + ":");
                mask.forEachFrozen(j -> frozen.append(' ').append(j));
                decisions.add(frozen.toString());
            }
        }
        decisions.add(progress + " finished: " + progress.isFinished());
        return decisions;
    }

    @Test
    void aCopyGoesItsOwnWay() {
        PlanProgress progress =
                new PlanProgress(FreezePlan.atPlateau(new LossPlateau(1, 0, 1)).count(1));
        progress.iterationDone(1);
        PlanProgress copy = progress.copy();
        copy.iterationDone(1);
        assertThat(copy.isDue()).isTrue();
        assertThat(progress.isDue()).isFalse();
        assertThat(progress.iterations()).isEqualTo(1);
        progress.iterationDone(0.5);
        progress.iterationDone(0.25);
        assertThat(progress.isDue()).isFalse();
    }
}
