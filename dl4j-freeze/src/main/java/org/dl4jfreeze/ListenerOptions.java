package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.dl4jfreeze.covariance.SmoothingSchedule;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.order.OrderCriterion;

/** What a {@link FreezingListener} was built with. Immutable. */
final class ListenerOptions implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezePlan plan;
    private final GradientSampler sampler;
    private final SmoothingSchedule smoothing;
    private final EnumSet<OrderCriterion.Kind> collected;

    /**
     * Options.
     *
     * @param collected orders that will be asked for, besides the plan's
     * @throws IllegalArgumentException if the sampler takes its first samples after the plan's iteration
     */
    ListenerOptions(
            FreezePlan plan, GradientSampler sampler, SmoothingSchedule smoothing, Set<OrderCriterion.Kind> collected) {
        plan.checkSampledBy(sampler);
        this.plan = plan;
        this.sampler = sampler;
        this.smoothing = smoothing;
        this.collected = EnumSet.of(plan.criterion().kind());
        this.collected.addAll(collected);
    }

    FreezePlan plan() {
        return plan;
    }

    GradientSampler sampler() {
        return sampler;
    }

    SmoothingSchedule smoothing() {
        return smoothing;
    }

    /** All orders that can be asked for. */
    Set<OrderCriterion.Kind> collected() {
        return Collections.unmodifiableSet(collected);
    }
}
