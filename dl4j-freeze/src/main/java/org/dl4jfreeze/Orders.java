package org.dl4jfreeze;

import org.dl4jfreeze.covariance.full.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.LowestSelection;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.dl4jfreeze.order.ParameterRanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes orders of what has been collected. */
final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private Orders() {}

    /** Whether an order can't be made yet, but could if the network trained on. */
    static boolean lacksSamples(OrderStatistics statistics, OrderCriterion criterion, GradientSampler sampler) {
        return statistics.samples(Statistic.of(criterion.kind())) < Statistic.minimumSamples(criterion, sampler);
    }

    /**
     * The order of a criterion.
     *
     * @param participants the parameters that are ordered
     * @throws IllegalStateException if the statistic that it looks at is not collected, or has too few samples
     */
    static ParameterOrder by(
            OrderCriterion criterion,
            OrderStatistics statistics,
            GradientSampler sampler,
            FreezableNetwork network,
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
    static LowestSelection selection(
            OrderCriterion criterion,
            OrderStatistics statistics,
            GradientSampler sampler,
            FreezableNetwork network,
            ParameterRanges participants) {
        check(criterion, statistics, sampler);
        CriterionValues values = CriterionValues.of(criterion.kind(), statistics, network);
        LowestSelection selection = new LowestSelection(network.parameterCount(), participants, values.keys());
        return values.areDirect() ? selection : selection.inOneThread();
    }

    private static void check(OrderCriterion criterion, OrderStatistics statistics, GradientSampler sampler) {
        Statistic statistic = Statistic.of(criterion.kind());
        if (statistic == Statistic.FULL_COVARIANCE) {
            statistics.full().require();
        }
        if (lacksSamples(statistics, criterion, sampler)) {
            throw new IllegalStateException("There are " + statistics.samples(statistic) + " samples, and "
                    + Statistic.minimumSamples(criterion, sampler) + " are needed to order the parameters by "
                    + criterion + "; train on"
                    + (statistic.needsPairs(sampler) ? ", with more than one example in a mini-batch" : ""));
        }
    }

    /** What an order sorts by, lowest first: one number per parameter of the network; not for a random order. */
    static double[] values(OrderCriterion criterion, OrderStatistics statistics, FreezableNetwork network) {
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
                        "No condition index is above {}, the largest is {}: without near-dependencies all parameters are"
                                + " alike, and the order by {} is that of their indices; take a lower ridge or threshold,"
                                + " OrderCriterion.belsley(ridge, threshold)",
                        criterion.threshold(),
                        largest,
                        criterion);
            }
            return diagnosis.scores(criterion.threshold()).negi().toDoubleVector();
        }
    }
}
