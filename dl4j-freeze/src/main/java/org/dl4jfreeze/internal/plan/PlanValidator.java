package org.dl4jfreeze.internal.plan;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.plan.ParameterFilter;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/** What must go together: the parts of a plan with each other, and a plan with a sampler and with a network. */
public final class PlanValidator {

    private PlanValidator() {}

    /** Checks that a re-ordering, if there is one (null: none), can come before its end. */
    public static void checkReordered(List<Step> steps, Reordering reordering) {
        if (reordering == null) {
            return;
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A plan that never freezes can't be " + reordering
                    + "; start with atIteration, atEpoch or atPlateau");
        }
        long first = reordering.interval()
                + LongStream.of(Step.earliestIterations(steps)).min().getAsLong();
        if (first > reordering.until()) {
            throw new IllegalArgumentException("Invalid end of re-ordering, must be at least iteration " + first
                    + ", the first at which there can be one, received " + reordering.until()
                    + "; leave reorderedEvery(...) out to keep the first order");
        }
    }

    /** Checks that the steps of one plan can follow those of another, which has its say about all the rest. */
    public static void checkContinued(FreezePlan plan, FreezePlan later) {
        if (plan.steps().isEmpty() || later.steps().isEmpty()) {
            throw new IllegalArgumentException(
                    "A plan that never freezes has no next step, nor is it one; received " + plan + " then " + later);
        }
        checkSame("order", later.criterion(), plan.criterion(), OrderCriterion.gradientVariance(), "by(...)");
        checkSame(
                "filter",
                later.filter(),
                plan.filter(),
                ParameterFilter.ALL,
                "including...(...) and excluding...(...)");
        checkSame("re-ordering", later.reordering(), plan.reordering(), null, "reorderedEvery(...)");
    }

    private static void checkSame(String what, Object later, Object here, Object byDefault, String method) {
        if (!Objects.equals(later, byDefault) && !Objects.equals(later, here)) {
            throw new IllegalArgumentException("All steps share one " + what + ", but the later plan has " + later
                    + " and the earlier one " + here + "; say " + method + " once, behind then(...)");
        }
    }

    /**
     * The parameters of a network that take part: those that can be frozen and that the filter lets through.
     *
     * @param plan   says which parameters take part, and how many of them are frozen
     * @param groups all groups of the network
     * @return where they lie in the flat parameter vector, at least one
     * @throws IllegalArgumentException if the plan and the network don't go together: the plan names a layer or kind that is
     *     not there, lets nothing take part, or freezes more parameters than there are
     */
    public static ParameterRanges participants(FreezePlan plan, List<ParameterGroup> groups) {
        ParameterRanges participants = ParameterRanges.of(participatingGroups(plan, groups));
        if (participants.size() == 0) {
            throw new IllegalArgumentException(
                    plan + " leaves nothing of the network that can be frozen; before its filter there are "
                            + freezable(groups));
        }
        plan.steps().forEach(step -> step.amount().checkFits(participants.size()));
        return participants;
    }

    /** The groups of a network that take part. */
    public static List<ParameterGroup> participatingGroups(FreezePlan plan, List<ParameterGroup> groups) {
        return freezable(plan.filter().select(groups, ParameterGroup::layer, ParameterGroup::name));
    }

    private static List<ParameterGroup> freezable(List<ParameterGroup> groups) {
        return groups.stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList());
    }

    /**
     * Checks that there will be something to order by, and to measure a share of the variance by.
     *
     * @throws IllegalArgumentException if the sampler takes its first samples after a step of the plan
     */
    public static void checkSampledBy(FreezePlan plan, GradientSampler sampler) {
        long[] earliest = Step.earliestIterations(plan.steps());
        for (int i = 0; i < earliest.length; i++) {
            Step step = plan.steps().get(i);
            int needed = StatisticKind.minimumSamples(plan.criterion(), sampler);
            if (step.amount().needsVariance()) {
                needed = Math.max(needed, StatisticKind.minimumSamples(OrderCriterion.gradientVariance(), sampler));
            }
            if (earliest[i] > 0 && needed > 0 && sampler.iterationOfSample(needed) > earliest[i]) {
                throw new IllegalArgumentException(plan + " can't be carried out with " + sampler + ", which has "
                        + needed
                        + " sample(s) only after iteration " + sampler.iterationOfSample(needed) + ", while " + step
                        + " can be due after iteration " + earliest[i] + "; freeze later, or sample earlier");
            }
        }
    }

    /**
     * The iteration with which sampling ends, counted from the start.
     *
     * @return 0 if that is not known, for it depends on the length of an epoch, on the loss, or on the user
     */
    public static long lastSampledIteration(FreezePlan plan) {
        List<Step> steps = plan.steps();
        Reordering reordering = plan.reordering();
        if (steps.isEmpty() || reordering != null && reordering.isForEver()) {
            return 0;
        }
        Trigger last = steps.get(steps.size() - 1).trigger();
        boolean known = last.unit() == Trigger.Unit.ITERATION;
        return !known ? 0 : reordering == null ? last.amount() : Math.max(last.amount(), reordering.until());
    }
}
