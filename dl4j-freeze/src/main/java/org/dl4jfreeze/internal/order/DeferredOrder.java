package org.dl4jfreeze.internal.order;

import java.util.Optional;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.statistics.GradientStatistics;

/**
 * Keeps what is needed to make an order later, on first use: an order takes an {@code int} per parameter, and freezing itself does
 * not need it. Exists only for what no longer changes: a seed, or statistics that receive no further samples.
 */
public final class DeferredOrder {

    private final OrderCriterion criterion;
    private final int parameterCount;
    private final ParameterRanges eligible;
    private final long fingerprint;

    /**
     * Restores a deferred order.
     *
     * @param fingerprint what {@link #fingerprint()} returned
     */
    public DeferredOrder(OrderCriterion criterion, int parameterCount, ParameterRanges eligible, long fingerprint) {
        this.criterion = criterion;
        this.parameterCount = parameterCount;
        this.eligible = eligible;
        this.fingerprint = fingerprint;
    }

    /**
     * Defers an order that could be made now.
     *
     * @param last whether the statistics will stay as they are
     * @return empty if the order could not be made later
     */
    public static Optional<DeferredOrder> of(
            OrderCriterion criterion,
            GradientStatistics statistics,
            int parameterCount,
            ParameterRanges eligible,
            boolean last) {
        CriterionDefinition definition = CriterionDefinition.of(criterion);
        if (definition.isRandom()) {
            return Optional.of(new DeferredOrder(criterion, parameterCount, eligible, 0));
        }
        if (!last || !definition.isByStatisticOnly()) {
            return Optional.empty();
        }
        long fingerprint = CriterionValues.ofStatistic(definition, statistics).fingerprint(eligible);
        return Optional.of(new DeferredOrder(criterion, parameterCount, eligible, fingerprint));
    }

    /** Returns what identifies the statistic that the order is made from; 0 for a random order. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Returns the number of parameters that are ordered. */
    public int size() {
        return eligible.size();
    }

    /**
     * Makes the order.
     *
     * @throws IllegalStateException if the statistics have been modified since, or their memory has been released
     */
    public ParameterOrder make(GradientStatistics statistics) {
        CriterionDefinition definition = CriterionDefinition.of(criterion);
        if (definition.isRandom()) {
            return ParameterOrder.random(parameterCount, eligible.toIndices(), criterion.seed());
        }
        CriterionValues values = CriterionValues.ofStatistic(definition, statistics);
        if (values.fingerprint(eligible) != fingerprint) {
            throw new IllegalStateException("The order by " + criterion + " can no longer be computed: the "
                    + definition.statistic().orElseThrow() + " it is based on was modified by another component; query"
                    + " the order as soon as the network is frozen");
        }
        double[] all = values.toArray(parameterCount);
        return ParameterOrder.ascending(parameterCount, eligible.toIndices(), i -> all[i]);
    }
}
