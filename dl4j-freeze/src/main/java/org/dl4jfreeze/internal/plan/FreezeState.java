package org.dl4jfreeze.internal.plan;

import java.io.Serializable;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.order.CriterionValues;
import org.dl4jfreeze.internal.order.DeferredOrder;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * How far a plan is carried out in one training, and what is frozen by it. Writes to no network; can be saved and copied in the
 * middle. Not thread-safe.
 */
public final class FreezeState implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezePlan plan;
    private final PlanSchedule progress;
    /** The latest one, if it has been made. */
    private ParameterOrder order;
    /** How it is made; null if it has to be kept. */
    private DeferredOrder recipe;
    /** What the plan has frozen, and what others had when it did: that stays frozen even if the plan thaws it again. */
    private FreezeMask own;

    private FreezeMask others;
    private boolean frozen;
    private boolean abandoned;

    /** A plan that begins, in a network of so many parameters. */
    public FreezeState(FreezePlan plan, int parameterCount) {
        this(plan, new PlanSchedule(plan), FreezeMask.none(parameterCount));
    }

    /** A plan of which some has been carried out: this is frozen. */
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
        recipe = other.recipe;
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

    /** Whether there is something to do now. */
    public boolean isDue() {
        return !abandoned && progress.isDue();
    }

    /** Whether there will be nothing to do any more, so that no samples are needed. */
    public boolean isFinished() {
        return abandoned || progress.isFinished();
    }

    /** Whether it is time, but there are too few samples. */
    public boolean lacksSamples(GradientStatistics statistics, GradientSampler sampler) {
        return OrderFactory.lacksSamples(statistics, progress.criterion(), sampler)
                || progress.needsVariance()
                        && OrderFactory.lacksSamples(statistics, OrderCriterion.gradientVariance(), sampler);
    }

    /**
     * Does what is due: decides what is frozen from now on. The order that this follows is made only if it is needed, or could not
     * be made any more when somebody asks for it.
     *
     * @param network whose present mask is kept where others have set it; not written to
     * @param alone   whether the statistics are the network's own, and not put together of several replicas'
     * @throws IllegalStateException if there are too few samples
     */
    public void carryOut(GradientStatistics statistics, GradientSampler sampler, NetworkView network, boolean alone) {
        OrderCriterion criterion = progress.criterion();
        ParameterRanges participants = plan.participants(network.groups());
        ParameterOrder made = null;
        FreezeMask chosen;
        if (CriterionValues.exist(criterion.kind()) && !progress.needsVariance()) {
            chosen =
                    progress.choose(OrderFactory.selection(criterion, statistics, sampler, network, participants), own);
        } else {
            made = OrderFactory.by(criterion, statistics, sampler, network, participants);
            double[] variance = progress.needsVariance()
                    ? statistics.vector(StatisticKind.GRADIENT_VARIANCE).toDoubleVector()
                    : null;
            chosen = progress.choose(made, variance, own);
        }
        others = others.or(network.mask().without(own));
        own = chosen;
        progress.carriedOut();
        frozen = true;
        recipe = DeferredOrder.of(criterion, statistics, own.length(), participants, alone && isFinished());
        if (recipe != null) {
            order = null;
        } else {
            order = made != null ? made : OrderFactory.by(criterion, statistics, sampler, network, participants);
        }
    }

    /** Others have frozen this, and it is to stay so. */
    public void adopt(FreezeMask ofOthers) {
        others = others.or(ofOthers);
    }

    /** Freezes nothing any more, now and later. */
    public void abandon() {
        abandoned = true;
        frozen = false;
        own = FreezeMask.none(own.length());
        others = own;
    }

    /** Whether something has been carried out, and not been abandoned. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Everything that is to be frozen. */
    public FreezeMask mask() {
        return own.or(others);
    }

    /** Whether there has been an order. */
    public boolean hasOrder() {
        return order != null || recipe != null;
    }

    /**
     * The latest order; null before the first.
     *
     * @param statistics of the network, as they were when it was frozen: it may have to be made of them
     * @throws IllegalStateException if they are not as they were
     */
    public ParameterOrder order(GradientStatistics statistics) {
        if (order == null && recipe != null) {
            order = recipe.make(statistics);
        }
        return order;
    }
}
