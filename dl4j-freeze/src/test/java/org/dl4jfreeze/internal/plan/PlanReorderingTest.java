package org.dl4jfreeze.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.TWO_STEPS;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.actions;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.after;
import static org.dl4jfreeze.internal.plan.ScheduleSteps.mask;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.junit.jupiter.api.Test;

/** When a plan is re-ordered, and what is frozen then. */
class PlanReorderingTest {

    @Test
    void reorderingComesAtEqualDistancesFromTheFirstFreezing() {
        FreezePlan plan = FreezePlan.atIteration(5).count(4).reorderedEvery(3);
        assertThat(actions(plan, 15)).containsExactly(5L, 8L, 11L, 14L);
        assertThat(actions(plan.until(11), 1000)).containsExactly(5L, 8L, 11L);
        assertThat(actions(plan.until(13), 1000)).containsExactly(5L, 8L, 11L);
        assertThat(actions(plan.then(FreezePlan.atIteration(9).count(6)), 15)).containsExactly(5L, 8L, 9L, 11L, 14L);
        PlanSchedule progress = new PlanSchedule(FreezePlan.atEpoch(1).count(4).reorderedEvery(3));
        after(progress, 7).epochDone();
        progress.carriedOut();
        assertThat(after(progress, 2).isDue()).isFalse();
        assertThat(after(progress, 1).isDue()).as("7 + 3").isTrue();
    }

    @Test
    void reorderingThatHasToWaitKeepsItsGrid() {
        PlanSchedule progress = after(FreezePlan.atIteration(5).count(4).reorderedEvery(3), 6);
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
        PlanSchedule progress =
                after(FreezePlan.atIteration(5).count(4).reorderedEvery(3).until(9), 5);
        progress.carriedOut();
        assertThat(progress.isFinished()).as("one is to come").isFalse();
        after(progress, 3).carriedOut();
        assertThat(progress.isFinished()).isTrue();
        PlanSchedule open = after(FreezePlan.atIteration(5).count(4).reorderedEvery(3), 5);
        open.carriedOut();
        after(open, 30).carriedOut();
        assertThat(open.isFinished()).isFalse();
    }

    @Test
    void aFirstFreezingAfterTheEndOfReorderingIsTheOnlyOne() {
        FreezePlan plan = FreezePlan.atIteration(5).count(4).reorderedEvery(3).until(9);
        PlanSchedule late = after(plan, 7);
        late.carriedOut();
        assertThat(late.isFinished()).as("7 + 3 is after 9").isTrue();
        assertThat(after(late, 100).isDue()).isFalse();
    }

    @Test
    void reorderingThawsWhatIsNoLongerAmongTheLowest() {
        PlanSchedule progress = after(FreezePlan.atIteration(5).count(2).reorderedEvery(3), 5);
        assertThat(progress.choose(ParameterOrder.ascending(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), null, mask()))
                .isEqualTo(mask(0, 1));
        progress.carriedOut();
        assertThat(after(progress, 3).choose(ParameterOrder.ascending(9, 0, 8, 1, 7, 6, 5, 4, 3, 2), null, mask(0, 1)))
                .isEqualTo(mask(1, 3));
    }

    @Test
    void reorderingUsesTheAmountOfTheLastStepTaken() {
        ParameterOrder down = ParameterOrder.ascending(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        PlanSchedule progress = after(TWO_STEPS.reorderedEvery(2), 5);
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
        PlanSchedule progress = after(TWO_STEPS.reorderedEvery(3), 5);
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
                .as("a step after 8 continues in the order at that time")
                .isEqualTo(criteria.get(1));
        Set<OrderCriterion> distinct = new HashSet<>(criteria);
        assertThat(distinct).hasSize(criteria.size() - 1);
        assertThat(criteria(plan)).isEqualTo(criteria);
        assertThat(criteria(plan.by(OrderCriterion.random(43)))).doesNotContainAnyElementsOf(criteria);
        assertThat(criteria(plan.by(OrderCriterion.magnitude()))).containsOnly(OrderCriterion.magnitude());
    }

    private static List<OrderCriterion> criteria(FreezePlan plan) {
        PlanSchedule progress = new PlanSchedule(plan);
        List<OrderCriterion> found = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            if (after(progress, 1).isDue()) {
                found.add(progress.criterion());
                progress.carriedOut();
            }
        }
        return found;
    }
}
