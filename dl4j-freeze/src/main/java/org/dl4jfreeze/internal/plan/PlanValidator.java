package org.dl4jfreeze.internal.plan;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.OtherUpdaters;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.plan.ParameterFilter;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/** Checks that the parts of a plan fit together, and that a plan fits a sampler and a network. */
public final class PlanValidator {

    private PlanValidator() {}

    /** Checks that steps {@linkplain StepSequence follow one another}. */
    public static void checkFollowing(List<Step> steps) {
        StepSequence sequence = new StepSequence();
        steps.forEach(sequence::add);
    }

    /**
     * Computes the first iterations, counted from the start, after which steps can be due. A plateau is detected from the
     * previous step on.
     *
     * @return one iteration per step; 0 where it is unknown, because it depends on the length of an epoch
     */
    static long[] earliestIterations(List<Step> steps) {
        long[] earliest = new long[steps.size()];
        for (int i = 0; i < earliest.length; i++) {
            Trigger trigger = steps.get(i).trigger();
            if (trigger.unit() == Trigger.Unit.ITERATION) {
                earliest[i] = trigger.amount();
            } else if (trigger.unit() == Trigger.Unit.PLATEAU && (i == 0 || earliest[i - 1] > 0)) {
                earliest[i] = trigger.plateau().earliest() + (i == 0 ? 0 : earliest[i - 1]);
            }
        }
        return earliest;
    }

    /** Checks that a re-ordering, if any (null: none), can happen before its end. */
    public static void checkReordered(List<Step> steps, Reordering reordering) {
        if (reordering == null) {
            return;
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A plan that never freezes can't be " + reordering
                    + "; begin with atIteration, atEpoch or atPlateau");
        }
        long first = reordering.interval()
                + LongStream.of(earliestIterations(steps)).min().getAsLong();
        if (first > reordering.until()) {
            throw new IllegalArgumentException("Invalid end of re-ordering, must be at least iteration " + first
                    + ", the first at which there can be one, received " + reordering.until()
                    + "; omit reorderedEvery(...) to keep the first order");
        }
    }

    /** Checks that the steps of a later plan can follow those of a plan, whose options apply to all steps. */
    public static void checkContinued(FreezePlan plan, FreezePlan later) {
        if (plan.steps().isEmpty() || later.steps().isEmpty()) {
            throw new IllegalArgumentException(
                    "A plan that never freezes can neither have a next step nor be one; received " + Excerpt.ofTwo(plan)
                            + " then " + Excerpt.ofTwo(later));
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
            throw new IllegalArgumentException("All steps share one " + what + ", but the later plan has "
                    + Excerpt.ofTwo(later) + " and the earlier one " + Excerpt.ofTwo(here) + "; call " + method
                    + " once, after then(...)");
        }
    }

    /**
     * Determines the eligible parameters of a network: those that can be frozen and that the plan's filter admits.
     *
     * @param groups all groups of the network
     * @return their indices in the flat parameter vector, at least one
     * @throws IllegalArgumentException if plan and network do not fit: the plan names a layer or kind that the network does not
     *     have, leaves no eligible parameter, or freezes more than there are
     */
    public static ParameterRanges eligible(FreezePlan plan, List<ParameterGroup> groups) {
        ParameterRanges eligible = ParameterRanges.of(eligibleGroups(plan, groups));
        if (eligible.size() == 0) {
            throw new IllegalArgumentException(Excerpt.of(plan)
                    + " leaves nothing of the network that can be frozen; without its filter it could freeze "
                    + freezable(groups));
        }
        plan.steps().stream()
                .map(Step::amount)
                .filter(amount -> !amount.needsVariance())
                .forEach(amount -> amount.of(eligible.size()));
        return eligible;
    }

    /**
     * Determines the eligible parameters of a network before it trains.
     *
     * @throws IllegalArgumentException as the other method; names the updaters of the parameters that the plan admits, if others
     *     than FreezingAdam are why it leaves nothing
     */
    public static ParameterRanges eligible(FreezePlan plan, NetworkView network) {
        List<ParameterGroup> admitted = plan.filter().select(network.groups());
        String others = freezable(admitted).isEmpty() ? OtherUpdaters.of(network, admitted) : "";
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(Excerpt.of(plan)
                    + " admits only parameters that FreezingAdam does not update: " + others
                    + "; set FreezingAdam on these layers, also inside wrappers, or let the plan admit others, such as "
                    + freezable(network.groups()));
        }
        return eligible(plan, network.groups());
    }

    /** Returns the groups of a network whose parameters are eligible. */
    public static List<ParameterGroup> eligibleGroups(FreezePlan plan, List<ParameterGroup> groups) {
        return freezable(plan.filter().select(groups));
    }

    private static List<ParameterGroup> freezable(List<ParameterGroup> groups) {
        return groups.stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList());
    }

    /**
     * Checks that the order of each step, and its share of the variance, will have the samples they need.
     *
     * @throws IllegalArgumentException if the sampler takes its first samples after a step of the plan
     */
    public static void checkSampledBy(FreezePlan plan, GradientSampler sampler) {
        long[] earliest = earliestIterations(plan.steps());
        for (int i = 0; i < earliest.length; i++) {
            Step step = plan.steps().get(i);
            int needed = CriterionDefinition.of(plan.criterion()).minimumSamples(sampler);
            if (step.amount().needsVariance() || plan.filter().excludesUntouched()) {
                needed = Math.max(needed, StatisticKind.GRADIENT_VARIANCE.minimumSamples(sampler));
            }
            if (earliest[i] > 0 && needed > 0 && SamplerStreams.iterationOfSample(sampler, needed) > earliest[i]) {
                throw new IllegalArgumentException(
                        Excerpt.of(plan) + " can't be carried out with " + sampler + ", which has "
                                + needed
                                + " sample(s) only after iteration " + SamplerStreams.iterationOfSample(sampler, needed)
                                + ", while " + step
                                + " can be due after iteration " + earliest[i] + "; freeze later, or sample earlier");
            }
        }
    }

    /**
     * Computes the last iteration that is sampled, counted from the start.
     *
     * @return 0 if it is unknown, because it depends on the length of an epoch, on the loss, or on the user
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
