package org.dl4jfreeze.internal.order;

import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.order.select.LowestSelection;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes orders of what has been collected. */
public final class OrderFactory {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private OrderFactory() {}

    /** Whether an order can't be made yet, but could if the network trained on. */
    public static boolean lacksSamples(
            GradientStatistics statistics, OrderCriterion criterion, GradientSampler sampler) {
        return statistics.samples(StatisticKind.of(criterion.kind()))
                < StatisticKind.minimumSamples(criterion, sampler);
    }

    /**
     * The order of a criterion.
     *
     * @param participants the parameters that are ordered
     * @throws IllegalStateException if the statistic that it looks at is not collected, or has too few samples
     */
    public static ParameterOrder by(
            OrderCriterion criterion,
            GradientStatistics statistics,
            GradientSampler sampler,
            NetworkView network,
            ParameterRanges participants) {
        check(criterion, statistics, sampler);
        int p = network.parameterCount();
        if (criterion.kind() == OrderCriterion.Kind.RANDOM) {
            return ParameterOrder.random(p, participants.toIndices(), criterion.seed());
        }
        double[] values = values(criterion, statistics, network);
        return ParameterOrder.ascending(p, participants.toIndices(), i -> values[i]);
    }

    /**
     * What chooses the same parameters as the order of a criterion, without that; where {@link CriterionValues#exist}.
     *
     * @param participants the parameters that can be chosen
     * @throws IllegalStateException if the statistic that it looks at is not collected, or has too few samples
     */
    public static LowestSelection selection(
            OrderCriterion criterion,
            GradientStatistics statistics,
            GradientSampler sampler,
            NetworkView network,
            ParameterRanges participants) {
        check(criterion, statistics, sampler);
        CriterionValues values = CriterionValues.of(criterion.kind(), statistics, network);
        LowestSelection selection = new LowestSelection(network.parameterCount(), participants, values.keys());
        return values.areDirect() ? selection : selection.inOneThread();
    }

    private static void check(OrderCriterion criterion, GradientStatistics statistics, GradientSampler sampler) {
        StatisticKind statistic = StatisticKind.of(criterion.kind());
        if (statistic == StatisticKind.FULL_COVARIANCE) {
            statistics.full().require();
        }
        if (lacksSamples(statistics, criterion, sampler)) {
            throw new IllegalStateException("There are " + statistics.samples(statistic) + " samples, and "
                    + StatisticKind.minimumSamples(criterion, sampler) + " are needed to order the parameters by "
                    + criterion + "; train on"
                    + (statistic.needsPairs(sampler) ? ", with more than one example in a mini-batch" : ""));
        }
    }

    /** What an order sorts by, lowest first: one number per parameter of the network; not for a random order. */
    public static double[] values(OrderCriterion criterion, GradientStatistics statistics, NetworkView network) {
        switch (criterion.kind()) {
            case CONDITIONAL_VARIANCE:
                return conditionalVariance(statistics.full().covariance(), criterion);
            case BELSLEY:
                return nearDependencies(statistics.full().covariance(), criterion);
            default:
                return CriterionValues.of(criterion.kind(), statistics, network).toArray(network.parameterCount());
        }
    }

    private static double[] conditionalVariance(FullCovariance covariance, OrderCriterion criterion) {
        return covariance
                .conditionalVariance(covariance.ridge(criterion.ridge()))
                .toDoubleVector();
    }

    /** The highest first. */
    private static double[] nearDependencies(FullCovariance covariance, OrderCriterion criterion) {
        try (BelsleyDiagnosis diagnosis = covariance.belsley(covariance.ridge(criterion.ridge()))) {
            double[] indices = diagnosis.conditionIndices();
            double largest = indices[indices.length - 1];
            if (largest <= criterion.threshold()) {
                LOG.warn(
                        "No condition index is above {}, the largest is {}: without near-dependencies all parameters"
                                + " are alike, and the order by {} is that of their indices; take a lower ridge or"
                                + " threshold, OrderCriterion.belsley(ridge, threshold)",
                        criterion.threshold(),
                        largest,
                        criterion);
            }
            return diagnosis.scores(criterion.threshold()).negi().toDoubleVector();
        }
    }
}
