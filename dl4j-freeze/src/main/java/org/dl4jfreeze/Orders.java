package org.dl4jfreeze;

import java.util.Arrays;
import org.dl4jfreeze.covariance.full.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
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
     * @param participants ascending indices of the parameters that are ordered
     * @throws IllegalStateException if the statistic that it looks at is not collected, or has too few samples
     */
    static ParameterOrder by(
            OrderCriterion criterion,
            OrderStatistics statistics,
            GradientSampler sampler,
            FreezableNetwork network,
            int[] participants) {
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
        int p = network.parameterCount();
        if (criterion.kind() == OrderCriterion.Kind.RANDOM) {
            return ParameterOrder.random(p, participants, criterion.seed());
        }
        double[] values = values(criterion, statistics, network);
        return ParameterOrder.ascending(p, participants, i -> values[i]);
    }

    /** What an order sorts by, lowest first: one number per parameter of the network; not for a random order. */
    static double[] values(OrderCriterion criterion, OrderStatistics statistics, FreezableNetwork network) {
        Statistic statistic = Statistic.of(criterion.kind());
        switch (criterion.kind()) {
            case CONDITIONAL_VARIANCE:
                return conditionalVariance(statistics.full().covariance(), criterion);
            case BELSLEY:
                return nearDependencies(statistics.full().covariance(), criterion);
            default:
                return elementwise(criterion, statistic, statistics, network);
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

    private static double[] elementwise(
            OrderCriterion criterion, Statistic statistic, OrderStatistics statistics, FreezableNetwork network) {
        double[] v = (statistic == null ? network.parameters() : statistics.vector(statistic)).toDoubleVector();
        switch (criterion.kind()) {
            case MAGNITUDE:
                Arrays.setAll(v, i -> Math.abs(v[i]));
                break;
            case REVERSED_VARIANCE:
                Arrays.setAll(v, i -> -v[i]);
                break;
            case OPTIMAL_BRAIN_DAMAGE:
                double[] w = network.parameters().toDoubleVector();
                Arrays.setAll(v, i -> 0.5 * v[i] * w[i] * w[i]);
                break;
            default:
                break;
        }
        return v;
    }
}
