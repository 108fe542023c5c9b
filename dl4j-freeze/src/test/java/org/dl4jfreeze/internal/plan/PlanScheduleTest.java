package org.dl4jfreeze.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.P;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.TWO_STEPS;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.actions;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.after;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.losses;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.support.FrozenParameters;
import org.junit.jupiter.api.Test;

/** When the steps of a plan are due, and what they freeze. */
class PlanScheduleTest {

    @Test
    void aStepIsDueOnceItsIterationsOrEpochsAreDoneUntilItIsCarriedOut() {
        PlanSchedule byIteration = after(FreezePlan.atIteration(5).count(1), 4);
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

        PlanSchedule byEpoch = after(FreezePlan.atEpoch(2).count(1), 1000);
        byEpoch.epochDone();
        assertThat(byEpoch.isDue()).isFalse();
        byEpoch.epochDone();
        assertThat(byEpoch.isDue()).isTrue();
    }

    @Test
    void aPlanThatOnlyObservesIsNeverDueAndNeverFinished() {
        PlanSchedule never = after(FreezePlan.never(), 1000);
        never.epochDone();
        assertThat(never.isDue()).isFalse();
        assertThat(never.isFinished()).as("sampling continues").isFalse();
        assertThat(never.needsLoss()).isFalse();
    }

    @Test
    void whatIsNotDueCanNotBeCarriedOut() {
        PlanSchedule progress = after(FreezePlan.atIteration(5).count(1), 4);
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
        PlanSchedule progress = after(TWO_STEPS, 5);
        progress.carriedOut();
        assertThat(progress.isFinished()).isFalse();
        after(progress, 3).carriedOut();
        assertThat(progress.isFinished()).isTrue();
    }

    @Test
    void severalStepsDueAtOnceCountAsTheLast() {
        PlanSchedule progress = after(TWO_STEPS, 8);
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
        PlanSchedule progress = after(plan, 20);
        assertThat(progress.choose(ParameterOrder.ascending(new double[P]), null, mask())
                        .frozenCount())
                .isEqualTo(6);
        progress.carriedOut();
        assertThat(progress.isFinished()).isTrue();
        assertThat(progress.needsLoss()).isFalse();
    }

    @Test
    void aFurtherStepAddsTheLowestOfTheOthersAndThawsNothing() {
        PlanSchedule progress = after(TWO_STEPS, 8);
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
            PlanSchedule progress = after(
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
        PlanSchedule progress = after(
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
            assertThat(history(plan, seed, progress -> saved(plan, progress))).isEqualTo(straight);
            assertThat(history(plan, seed, PlanSchedule::copy)).isEqualTo(straight);
            assertThat(history(plan.by(OrderCriterion.random(8)), seed, UnaryOperator.identity()))
                    .isNotEqualTo(straight);
        }
    }

    private static PlanSchedule saved(FreezePlan plan, PlanSchedule progress) {
        FreezeStateData data = new FreezeStateData();
        progress.save(data);
        StrictJson json = new StrictJson("schedule", StrictJson.write(data), FreezeStateData.class);
        return PlanSchedule.restored(plan, json.read(FreezeStateData.class), json, "");
    }

    /** Everything that is decided in 2000 iterations; something is done to the progress after each of them. */
    private static List<String> history(FreezePlan plan, int seed, UnaryOperator<PlanSchedule> between) {
        PlanSchedule progress = new PlanSchedule(plan);
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
                FrozenParameters.indices(mask).forEach(j -> frozen.append(' ').append(j));
                decisions.add(frozen.toString());
            }
        }
        decisions.add(progress + " finished: " + progress.isFinished());
        return decisions;
    }

    @Test
    void aCopyGoesItsOwnWay() {
        PlanSchedule progress =
                new PlanSchedule(FreezePlan.atPlateau(new LossPlateau(1, 0, 1)).count(1));
        progress.iterationDone(1);
        PlanSchedule copy = progress.copy();
        copy.iterationDone(1);
        assertThat(copy.isDue()).isTrue();
        assertThat(progress.isDue()).isFalse();
        assertThat(progress.iterations()).isEqualTo(1);
        progress.iterationDone(0.5);
        progress.iterationDone(0.25);
        assertThat(progress.isDue()).isFalse();
    }
}
