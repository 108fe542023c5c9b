package org.dl4jfreeze.internal.order;

import java.util.function.DoubleBinaryOperator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.select.SortKeys;
import org.dl4jfreeze.internal.statistics.GradientStatistics;

/**
 * Reads the values that an order sorts by, lowest first, where each parameter's value depends on its own numbers only
 * ({@link CriterionDefinition#isByParameter()}). Computed on demand, in pieces, from where these numbers are stored.
 */
final class CriterionValues {

    /** Number of values sampled for the fingerprint. */
    private static final int PROBES = 4096;

    private final SignChange sign;
    private final FlatArrayReader values;
    private final DoubleBinaryOperator combination;
    /** Read only with a combination. */
    private final FlatArrayReader weights;

    private CriterionValues(CriterionDefinition definition, FlatArrayReader values, FlatArrayReader weights) {
        this.sign = definition.sign();
        this.combination = definition.combination();
        this.values = values;
        this.weights = weights;
    }

    static CriterionValues of(CriterionDefinition definition, GradientStatistics statistics, NetworkView network) {
        if (definition.isByStatisticOnly()) {
            return ofStatistic(definition, statistics);
        }
        FlatArrayReader weights = new FlatArrayReader().add(0, network.parameters());
        FlatArrayReader values = definition.statistic().map(statistics::reader).orElse(weights);
        return new CriterionValues(definition, values, weights);
    }

    /** Returns the values of a criterion that {@link CriterionDefinition#isByStatisticOnly()}. */
    static CriterionValues ofStatistic(CriterionDefinition definition, GradientStatistics statistics) {
        FlatArrayReader values = statistics.reader(definition.statistic().orElseThrow());
        return new CriterionValues(definition, values, values);
    }

    /** Returns all values, 0 for parameters that are not eligible. */
    double[] toArray(int parameterCount) {
        double[] all = new double[parameterCount];
        read(0, all, 0, parameterCount);
        return all;
    }

    /** Returns the sort keys of the values; of float bits where each value is a float up to its sign. */
    SortKeys keys() {
        return combination == null && values.hasFloatBits()
                ? SortKeys.ofFloats(this::readBits)
                : SortKeys.ofDoubles(this::read);
    }

    /** Tells whether threads that ND4J does not know can read them. */
    boolean areDirect() {
        return values.isDirect() && weights.isDirect();
    }

    private void readBits(int from, int[] target, int at, int count) {
        values.readBits(from, target, at, count);
        sign.apply(target, at, at + count);
    }

    private void read(int from, double[] target, int at, int count) {
        values.read(from, target, at, count);
        if (combination == null) {
            sign.apply(target, at, at + count);
            return;
        }
        double[] w = new double[count];
        weights.read(from, w, 0, count);
        for (int i = 0; i < count; i++) {
            target[at + i] = combination.applyAsDouble(target[at + i], w[i]);
        }
    }

    /** Computes a fingerprint of the values of some parameters; differs with high probability after most of them have changed. */
    long fingerprint(ParameterRanges parameters) {
        long hash = 1;
        double[] probe = new double[1];
        for (int range = 0; range < parameters.count(); range++) {
            int from = parameters.from(range);
            int length = parameters.to(range) - from;
            int probes = (int) Math.max(1, (long) PROBES * length / parameters.size());
            for (int i = 0; i < Math.min(probes, length); i++) {
                read((int) (from + (long) length * i / probes), probe, 0, 1);
                hash = 31 * hash + Double.doubleToLongBits(probe[0]);
            }
        }
        return hash;
    }
}
