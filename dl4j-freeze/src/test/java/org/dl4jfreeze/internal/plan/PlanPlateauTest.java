package org.dl4jfreeze.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.TWO_STEPS;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.actions;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.after;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.losses;

import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.junit.jupiter.api.Test;

/** When a plan waits for a plateau of the loss, and when it is there. */
class PlanPlateauTest {

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

    @Test
    void theLossIsNeededWhileAPlateauIsWaitedFor() {
        PlanSchedule progress =
                new PlanSchedule(FreezePlan.atPlateau(new LossPlateau(1, 0, 1)).count(1));
        assertThat(progress.needsLoss()).isTrue();
        progress.iterationDone(1);
        assertThat(progress.needsLoss()).isTrue();
        progress.iterationDone(1);
        assertThat(progress.isDue()).isTrue();
        assertThat(progress.needsLoss()).as("reached, though not carried out").isFalse();
        assertThat(new PlanSchedule(TWO_STEPS).needsLoss()).isFalse();
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
        PlanSchedule progress = after(afterIteration, 12);
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
}
