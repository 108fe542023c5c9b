package org.dl4jfreeze.internal.order;

import java.util.function.Supplier;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.select.LowestSelection;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/** Makes orders, and selections of the first parameters of an order, from collected statistics. */
public final class OrderFactory {

    private OrderFactory() {}

    /** Returns the number of samples of the statistic that a criterion needs; 0 if it needs none. */
    public static long samples(GradientStatistics statistics, OrderCriterion criterion) {
        return CriterionDefinition.of(criterion)
                .statistic()
                .map(statistics::samples)
                .orElse(0L);
    }

    /** Tells whether an order can't be made yet, but could after more iterations. */
    public static boolean lacksSamples(
            GradientStatistics statistics, OrderCriterion criterion, GradientSampler sampler) {
        return samples(statistics, criterion)
                < CriterionDefinition.of(criterion).minimumSamples(sampler);
    }

    /**
     * Makes the order of a criterion.
     *
     * @param eligible the parameters that are ordered
     * @throws IllegalStateException if the statistic that it needs is not collected, or has too few samples
     */
    public static ParameterOrder by(
            OrderCriterion criterion,
            GradientStatistics statistics,
            GradientSampler sampler,
            NetworkView network,
            ParameterRanges eligible) {
        return sorting(criterion, statistics, sampler, network, eligible).get();
    }

    /**
     * Prepares the order of a criterion: reads what it sorts by, and leaves the sorting, which takes longest, for later.
     *
     * @param eligible the parameters that are ordered
     * @return makes the order; independent of statistics and network
     * @throws IllegalStateException if the statistic that it needs is not collected, or has too few samples
     */
    public static Supplier<ParameterOrder> sorting(
            OrderCriterion criterion,
            GradientStatistics statistics,
            GradientSampler sampler,
            NetworkView network,
            ParameterRanges eligible) {
        check(criterion, statistics, sampler);
        int p = network.parameterCount();
        if (CriterionDefinition.of(criterion).isRandom()) {
            return () -> ParameterOrder.random(p, eligible.toIndices(), criterion.seed());
        }
        double[] values = values(criterion, statistics, network);
        return () -> ParameterOrder.ascending(p, eligible.toIndices(), i -> values[i]);
    }

    /**
     * Makes a selection that chooses the same parameters as the order of a criterion, without making that order; for criteria
     * that are {@link CriterionDefinition#isByParameter()}.
     *
     * @param eligible the parameters that can be chosen
     * @throws IllegalStateException if the statistic that it needs is not collected, or has too few samples
     */
    public static LowestSelection selection(
            OrderCriterion criterion,
            GradientStatistics statistics,
            GradientSampler sampler,
            NetworkView network,
            ParameterRanges eligible) {
        check(criterion, statistics, sampler);
        CriterionValues values = CriterionValues.of(CriterionDefinition.of(criterion), statistics, network);
        LowestSelection selection = new LowestSelection(network.parameterCount(), eligible, values.keys());
        return values.areDirect() ? selection : selection.inOneThread();
    }

    private static void check(OrderCriterion criterion, GradientStatistics statistics, GradientSampler sampler) {
        CriterionDefinition definition = CriterionDefinition.of(criterion);
        if (definition.needsFullCovariance()) {
            statistics.full().require();
        }
        if (lacksSamples(statistics, criterion, sampler)) {
            StatisticKind statistic = definition.statistic().orElseThrow();
            throw new IllegalStateException("Cannot order the parameters by " + criterion + ": needs at least "
                    + definition.minimumSamples(sampler) + " samples, found " + statistics.samples(statistic)
                    + "; train on"
                    + (statistic.needsPairs(sampler) ? ", with more than one example in a mini-batch" : ""));
        }
    }

    /**
     * Computes what an order sorts by, lowest first: one number per parameter of the network.
     *
     * @throws IllegalArgumentException if the order is random
     * @throws IllegalStateException    if the statistic that it needs is not collected, or has too few samples
     */
    public static double[] statistic(
            OrderCriterion criterion, GradientStatistics statistics, GradientSampler sampler, NetworkView network) {
        if (CriterionDefinition.of(criterion).isRandom()) {
            throw new IllegalArgumentException(
                    "The order by " + criterion
                            + " is drawn and has no numbers that it sorts by; call orderBy(criterion), or pass another criterion");
        }
        check(criterion, statistics, sampler);
        return values(criterion, statistics, network);
    }

    /** Computes what an order sorts by, lowest first: one number per parameter of the network; not for a random order. */
    public static double[] values(OrderCriterion criterion, GradientStatistics statistics, NetworkView network) {
        CriterionDefinition definition = CriterionDefinition.of(criterion);
        return definition.needsFullCovariance()
                ? definition.values(statistics.full().covariance(), criterion)
                : CriterionValues.of(definition, statistics, network).toArray(network.parameterCount());
    }
}
