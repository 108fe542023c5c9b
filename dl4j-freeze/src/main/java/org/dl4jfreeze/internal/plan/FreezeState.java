package org.dl4jfreeze.internal.plan;

import java.io.Serializable;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.order.DeferredOrder;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * Holds the state of a plan in one training: its progress, what it has frozen, and the latest order. Does not write to the network.
 * Can be saved and copied during training. Not thread-safe.
 */
public final class FreezeState implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezePlan plan;
    private final PlanSchedule progress;
    /** The latest order; null if there is none, or it is deferred. */
    private ParameterOrder order;
    /** Makes the latest order on first use; null if there is none, or {@link #order} had to be made at once. */
    private DeferredOrder deferred;
    /** The mask of what the plan has frozen. */
    private FreezeMask own;
    /** The mask of what other components had frozen when the plan froze: stays frozen even if the plan thaws its own. */
    private FreezeMask others;

    private boolean frozen;
    private boolean abandoned;

    /** Starts a plan in a network with a number of parameters. */
    public FreezeState(FreezePlan plan, int parameterCount) {
        this(plan, new PlanSchedule(plan), FreezeMask.none(parameterCount));
    }

    /**
     * Resumes a plan.
     *
     * @param own what it has frozen
     */
    public FreezeState(FreezePlan plan, PlanSchedule progress, FreezeMask own) {
        this.plan = plan;
        this.progress = progress;
        this.own = own;
        this.others = FreezeMask.none(own.length());
        this.frozen = own.isAnyFrozen();
    }

    private FreezeState(FreezeState other) {
        plan = other.plan;
        progress = other.progress.copy();
        order = other.order;
        deferred = other.deferred;
        own = other.own;
        others = other.others;
        frozen = other.frozen;
        abandoned = other.abandoned;
    }

    public FreezeState copy() {
        return new FreezeState(this);
    }

    public PlanSchedule progress() {
        return progress;
    }

    /** Tells whether a step or re-ordering is due. */
    public boolean isDue() {
        return !abandoned && progress.isDue();
    }

    /** Tells whether no step or re-ordering will become due any more, so that no samples are needed. */
    public boolean isFinished() {
        return abandoned || progress.isFinished();
    }

    /** Tells whether the due action has too few samples. */
    public boolean lacksSamples(GradientStatistics statistics, GradientSampler sampler) {
        return OrderFactory.lacksSamples(statistics, progress.criterion(), sampler)
                || progress.needsVariance()
                        && OrderFactory.lacksSamples(statistics, OrderCriterion.gradientVariance(), sampler);
    }

    /**
     * Carries out the due action: decides what is frozen from now on. Makes the order only if the decision needs it, or if it
     * could not be made later.
     *
     * @param network  its present mask is kept where other components have set it; not written to
     * @param isMerged whether the statistics are merged from several replicas
     * @throws IllegalStateException if there are too few samples
     */
    public void carryOut(
            GradientStatistics statistics, GradientSampler sampler, NetworkView network, boolean isMerged) {
        OrderCriterion criterion = progress.criterion();
        ParameterRanges eligible = PlanValidator.eligible(plan, network.groups());
        ParameterOrder made = null;
        FreezeMask chosen;
        if (CriterionDefinition.of(criterion).isByParameter() && !progress.needsVariance()) {
            chosen = progress.choose(OrderFactory.selection(criterion, statistics, sampler, network, eligible), own);
        } else {
            made = OrderFactory.by(criterion, statistics, sampler, network, eligible);
            double[] variance = progress.needsVariance()
                    ? statistics.vector(StatisticKind.GRADIENT_VARIANCE).toDoubleVector()
                    : null;
            chosen = progress.choose(made, variance, own);
        }
        others = others.or(network.mask().without(own));
        own = chosen;
        progress.carriedOut();
        frozen = true;
        deferred = DeferredOrder.of(criterion, statistics, own.length(), eligible, !isMerged && isFinished())
                .orElse(null);
        if (deferred != null) {
            order = null;
        } else {
            order = made != null ? made : OrderFactory.by(criterion, statistics, sampler, network, eligible);
        }
    }

    /** Keeps frozen what other components have frozen. */
    public void adopt(FreezeMask ofOthers) {
        others = others.or(ofOthers);
    }

    /** Ends the plan: nothing is frozen from now on. */
    public void abandon() {
        abandoned = true;
        frozen = false;
        own = FreezeMask.none(own.length());
        others = own;
    }

    /** Tells whether an action has been carried out and the plan not been abandoned. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Returns the mask of all parameters to freeze, the plan's and those of other components. */
    public FreezeMask mask() {
        return own.or(others);
    }

    /** Tells whether an order exists, made or deferred. */
    public boolean hasOrder() {
        return order != null || deferred != null;
    }

    /**
     * Returns the latest order; null before the first.
     *
     * @param statistics of the network, unchanged since it was frozen: the order may have to be made from them
     * @throws IllegalStateException if they have changed
     */
    public ParameterOrder order(GradientStatistics statistics) {
        if (order == null && deferred != null) {
            order = deferred.make(statistics);
        }
        return order;
    }
}
