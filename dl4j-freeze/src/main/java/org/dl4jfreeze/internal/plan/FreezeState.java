package org.dl4jfreeze.internal.plan;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.order.DeferredOrder;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.SeenGradients;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * Holds the state of a plan in one training: its progress, what it has frozen, and the latest order. Does not write to the network.
 * Can be saved and copied during training. Not thread-safe.
 */
public final class FreezeState {

    private static final String MASK = "mask";
    private static final String ORDER = "order";
    /** Up to how many parameters a deferred order is made when it is saved; a longer one stays deferred: it takes memory. */
    private static final int SAVED_ORDER = 1 << 24;

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

    /** Tells whether the due action can freeze or thaw anything. */
    public boolean canFreezeOrThaw() {
        return mask().isAnyFrozen() || progress.mayFreeze();
    }

    /** Tells whether the due action has too few samples. */
    public boolean lacksSamples(GradientStatistics statistics, GradientSampler sampler) {
        return OrderFactory.lacksSamples(statistics, progress.criterion(), sampler)
                || (progress.needsVariance() || plan.filter().excludesUntouched())
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
        ParameterRanges eligible = EligibleParameters.of(plan, network.groups(), statistics.seen());
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
        // a saved order is made of the eligible parameters that there are then
        boolean isEligibleFinal = isFinished() || !plan.filter().excludesUntouched();
        deferred = isEligibleFinal
                ? DeferredOrder.of(criterion, statistics, own.length(), eligible, !isMerged && isFinished())
                        .orElse(null)
                : null;
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

    /**
     * Saves everything; returns what is to be saved with the arrays.
     *
     * @param statistics of the network, from which a deferred order is made; null to leave it deferred
     */
    public FreezeStateData save(GradientStatistics statistics, ArraySink arrays) throws IOException {
        FreezeStateData data = new FreezeStateData();
        progress.save(data);
        data.frozen = frozen;
        data.abandoned = abandoned;
        SavedMasks.write(MASK, own, others, arrays);
        ParameterOrder saved = order != null ? order : savedOrder(statistics);
        if (saved != null) {
            data.ordered = saved.size();
            SavedOrder.write(ORDER, saved, arrays);
        } else if (deferred != null) {
            data.orderFingerprint = deferred.fingerprint();
        }
        return data;
    }

    private ParameterOrder savedOrder(GradientStatistics statistics) {
        if (statistics == null || deferred == null || deferred.size() > SAVED_ORDER) {
            return null;
        }
        try {
            return deferred.make(statistics);
        } catch (IllegalStateException modified) {
            // a query of the order tells why; the training can be saved without it
            return null;
        }
    }

    /**
     * Restores a state.
     *
     * @param groups of the network
     * @param seen   which of its parameters have had gradients; null only for a plan that does not ask
     * @throws IllegalArgumentException if the data cannot be those of this plan in a network with these groups
     */
    public static FreezeState restored(
            FreezePlan plan,
            List<ParameterGroup> groups,
            SeenGradients seen,
            FreezeStateData data,
            StrictJson json,
            String at,
            ArraySource arrays)
            throws IOException {
        json.required(at, data);
        ParameterRanges freezable = ParameterRanges.of(
                groups.stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList()));
        ParameterGroup last = groups.get(groups.size() - 1);
        int parameterCount = last.offset() + last.length();
        PlanSchedule progress = PlanSchedule.restored(plan, data, json, at);
        FreezeMask[] masks = SavedMasks.read(MASK, parameterCount, freezable, arrays);
        FreezeState restored = new FreezeState(plan, progress, masks[0]);
        restored.others = masks[1];
        restored.frozen = json.required(at + ".frozen", data.frozen);
        restored.abandoned = json.required(at + ".abandoned", data.abandoned);
        json.check(
                restored.frozen || !restored.mask().isAnyFrozen(),
                at + ".frozen",
                "expected true, as the mask says, found false");
        ParameterRanges eligible = EligibleParameters.of(plan, groups, seen);
        if (data.ordered != null) {
            // parameters may have had their first gradient after the order was made
            boolean mayBeFewer = plan.filter().excludesUntouched() && data.ordered >= 0;
            json.check(
                    data.ordered == eligible.size() || mayBeFewer && data.ordered < eligible.size(),
                    at + ".ordered",
                    "expected the " + eligible.size() + " eligible parameters, found " + data.ordered);
            restored.order = SavedOrder.read(ORDER, parameterCount, eligible, data.ordered, arrays);
        } else if (data.orderFingerprint != null) {
            restored.deferred =
                    new DeferredOrder(progress.latestCriterion(), parameterCount, eligible, data.orderFingerprint);
        }
        return restored;
    }
}
