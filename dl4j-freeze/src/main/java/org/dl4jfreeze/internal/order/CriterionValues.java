package org.dl4jfreeze.internal.order;

import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.order.select.SortKeys;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * What an order sorts by, lowest first, where each parameter's value depends on its own numbers alone: computed piece by piece from
 * where these lie, when it is asked for.
 */
public final class CriterionValues {

    /** So many values are looked at to tell whether they are still the same. */
    private static final int PROBES = 4096;

    private final OrderCriterion.Kind kind;
    private final FlatArrayReader values;
    /** Of a second vector that the value depends on; null if there is none. */
    private final FlatArrayReader weights;

    private CriterionValues(OrderCriterion.Kind kind, FlatArrayReader values, FlatArrayReader weights) {
        this.kind = kind;
        this.values = values;
        this.weights = weights;
    }

    /** Whether there are such values. */
    public static boolean exist(OrderCriterion.Kind kind) {
        return kind != OrderCriterion.Kind.RANDOM && StatisticKind.of(kind) != StatisticKind.FULL_COVARIANCE;
    }

    /** Whether they depend on the statistics alone, and not on the parameters, which go on moving. */
    static boolean areOfStatistics(OrderCriterion.Kind kind) {
        return exist(kind) && StatisticKind.of(kind) != null && kind != OrderCriterion.Kind.OPTIMAL_BRAIN_DAMAGE;
    }

    /**
     * The values of a criterion.
     *
     * @param network not asked if {@link #areOfStatistics}
     */
    static CriterionValues of(OrderCriterion.Kind kind, GradientStatistics statistics, NetworkView network) {
        StatisticKind statistic = StatisticKind.of(kind);
        FlatArrayReader weights = areOfStatistics(kind) ? null : new FlatArrayReader().add(0, network.parameters());
        return statistic == null
                ? new CriterionValues(kind, weights, null)
                : new CriterionValues(kind, statistics.reader(statistic), weights);
    }

    /** All of them, 0 for parameters that take no part. */
    double[] toArray(int parameterCount) {
        double[] all = new double[parameterCount];
        read(0, all, 0, parameterCount);
        return all;
    }

    /** Their keys; of bits where each value is a float with or without its sign. */
    SortKeys keys() {
        return weights == null && values.hasFloatBits()
                ? SortKeys.ofFloats(this::readBits)
                : SortKeys.ofDoubles(this::read);
    }

    /** Whether threads that ND4J does not know can read them. */
    boolean areDirect() {
        return values.isDirect() && (weights == null || weights.isDirect());
    }

    private void readBits(int from, int[] target, int at, int count) {
        values.readBits(from, target, at, count);
        if (kind == OrderCriterion.Kind.MAGNITUDE) {
            for (int i = at, end = at + count; i < end; i++) {
                target[i] &= Integer.MAX_VALUE;
            }
        } else if (kind == OrderCriterion.Kind.REVERSED_VARIANCE) {
            for (int i = at, end = at + count; i < end; i++) {
                target[i] ^= Integer.MIN_VALUE;
            }
        }
    }

    private void read(int from, double[] target, int at, int count) {
        values.read(from, target, at, count);
        int end = at + count;
        switch (kind) {
            case MAGNITUDE:
                for (int i = at; i < end; i++) {
                    target[i] = Math.abs(target[i]);
                }
                break;
            case REVERSED_VARIANCE:
                for (int i = at; i < end; i++) {
                    target[i] = -target[i];
                }
                break;
            case OPTIMAL_BRAIN_DAMAGE:
                double[] w = new double[count];
                weights.read(from, w, 0, count);
                for (int i = at; i < end; i++) {
                    target[i] = 0.5 * target[i] * w[i - at] * w[i - at];
                }
                break;
            default:
                break;
        }
    }

    /** A number that is another one, by all odds, once most of the values of some parameters have changed. */
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
