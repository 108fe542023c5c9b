package org.dl4jfreeze.internal.order;

import java.io.Serializable;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * How an order is made when somebody asks for it: it takes an {@code int} per parameter, and freezing itself does not need it. Only
 * of what does not change any more: a seed, or statistics that take in no further samples.
 */
public final class DeferredOrder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final OrderCriterion criterion;
    private final int parameterCount;
    private final ParameterRanges participants;
    private final long fingerprint;

    private DeferredOrder(
            OrderCriterion criterion, int parameterCount, ParameterRanges participants, long fingerprint) {
        this.criterion = criterion;
        this.parameterCount = parameterCount;
        this.participants = participants;
        this.fingerprint = fingerprint;
    }

    /**
     * The recipe of an order that could be made now.
     *
     * @param last whether the statistics will stay as they are
     * @return null if it could not be made later
     */
    public static DeferredOrder of(
            OrderCriterion criterion,
            GradientStatistics statistics,
            int parameterCount,
            ParameterRanges participants,
            boolean last) {
        if (isOfSeed(criterion)) {
            return new DeferredOrder(criterion, parameterCount, participants, 0);
        }
        return last && CriterionValues.areOfStatistics(criterion.kind())
                ? new DeferredOrder(
                        criterion,
                        parameterCount,
                        participants,
                        values(criterion, statistics).fingerprint(participants))
                : null;
    }

    private static boolean isOfSeed(OrderCriterion criterion) {
        return criterion.kind() == OrderCriterion.Kind.RANDOM;
    }

    private static CriterionValues values(OrderCriterion criterion, GradientStatistics statistics) {
        return CriterionValues.of(criterion.kind(), statistics, null);
    }

    /**
     * Makes the order.
     *
     * @throws IllegalStateException if somebody has written to the statistics since, or their memory has been given back
     */
    public ParameterOrder make(GradientStatistics statistics) {
        if (isOfSeed(criterion)) {
            return ParameterOrder.random(parameterCount, participants.toIndices(), criterion.seed());
        }
        CriterionValues values = values(criterion, statistics);
        if (values.fingerprint(participants) != fingerprint) {
            throw new IllegalStateException("The order by " + criterion + " can't be made any more: somebody else has"
                    + " written to what it was made of, the " + StatisticKind.of(criterion.kind())
                    + "; ask for it as soon as the network is frozen");
        }
        double[] all = values.toArray(parameterCount);
        return ParameterOrder.ascending(parameterCount, participants.toIndices(), i -> all[i]);
    }
}
