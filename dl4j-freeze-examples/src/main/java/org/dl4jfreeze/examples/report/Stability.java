package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.OrderAgreement;
import org.dl4jfreeze.ParameterOrder;

/**
 * How far the proposed order agrees between runs: over all pairs of runs, Spearman's rho of the orders and the Jaccard
 * overlap of the halves that would be frozen. If runs differ in initialisation and in batch order, this says how much
 * the order owes to the data and the architecture alone; if they share the initialisation, how much it owes to the mini-batches.
 */
public final class Stability {

    /** Mean rho of two random orders. */
    public static final double SPEARMAN_BY_CHANCE = 0;

    /** Mean overlap of two random halves: a quarter of all parameters is in both, three quarters are in one or both. */
    public static final double JACCARD_BY_CHANCE = 1.0 / 3;

    /** Row i holds the values of run i with the runs before it. */
    private final double[][] spearman;

    private final double[][] jaccard;

    private Stability(double[][] spearman, double[][] jaccard) {
        this.spearman = spearman;
        this.jaccard = jaccard;
    }

    /**
     * Compares all pairs of runs.
     *
     * @param variances gradient variances at t0, one array per run; fewer than two have no pair, and the means are NaN
     * @return the agreement
     */
    public static Stability between(List<float[]> variances) {
        List<double[]> ranks = variances.stream().map(Stability::ranks).collect(Collectors.toList());
        List<FreezeMask> halves = variances.stream().map(Stability::lowerHalf).collect(Collectors.toList());
        double[][] spearman = new double[ranks.size()][];
        double[][] jaccard = new double[ranks.size()][];
        for (int i = 0; i < ranks.size(); i++) {
            spearman[i] = new double[i];
            jaccard[i] = new double[i];
            for (int j = 0; j < i; j++) {
                spearman[i][j] = new PearsonsCorrelation().correlation(ranks.get(i), ranks.get(j));
                jaccard[i][j] = OrderAgreement.jaccard(halves.get(i), halves.get(j));
            }
        }
        return new Stability(spearman, jaccard);
    }

    /** Equal variances (dead inputs: zero) share their mean rank; ranked by index they would agree by construction. */
    private static double[] ranks(float[] variance) {
        return new NaturalRanking(NaNStrategy.MAXIMAL, TiesStrategy.AVERAGE).rank(toDoubles(variance));
    }

    private static FreezeMask lowerHalf(float[] variance) {
        return ParameterOrder.ascending(toDoubles(variance)).lowest(variance.length / 2);
    }

    private static double[] toDoubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /**
     * Spearman's rho of the orders.
     *
     * @return mean and standard deviation over pairs
     */
    public MeanDeviation spearman() {
        return over(spearman, run -> true);
    }

    /**
     * Jaccard overlap of the frozen halves.
     *
     * @return mean and standard deviation over pairs
     */
    public MeanDeviation jaccard() {
        return over(jaccard, run -> true);
    }

    /**
     * Mean rho with its interval by the jackknife over runs: pairs that share a run are not independent, runs are.
     *
     * @return the interval; NaN ends below three runs
     */
    public Interval spearmanInterval() {
        return interval(spearman).limitedTo(-1, 1);
    }

    /**
     * Mean overlap with its interval by the jackknife over runs.
     *
     * @return the interval; NaN ends below three runs
     */
    public Interval jaccardInterval() {
        return interval(jaccard).limitedTo(0, 1);
    }

    private static Interval interval(double[][] values) {
        double[] without = IntStream.range(0, values.length)
                .mapToDouble(left -> over(values, run -> run != left).mean())
                .toArray();
        return Interval.byJackknife(over(values, run -> true).mean(), without);
    }

    private static MeanDeviation over(double[][] values, IntPredicate run) {
        List<Double> chosen = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < i; j++) {
                if (run.test(i) && run.test(j)) {
                    chosen.add(values[i][j]);
                }
            }
        }
        return MeanDeviation.of(chosen);
    }

    /**
     * Number of runs.
     *
     * @return n
     */
    public int runs() {
        return spearman.length;
    }

    /**
     * Number of pairs of runs.
     *
     * @return n (n - 1) / 2
     */
    public int pairs() {
        return runs() * (runs() - 1) / 2;
    }

    /**
     * Both means with their intervals and with what chance would give.
     *
     * @return part of a line
     */
    @Override
    public String toString() {
        return pairs() == 0
                ? "not defined without two runs"
                : String.format(
                        Locale.ROOT,
                        "Spearman %s (chance %.2f), Jaccard of the frozen halves %s (chance %.2f)",
                        spearmanInterval(),
                        SPEARMAN_BY_CHANCE,
                        jaccardInterval(),
                        JACCARD_BY_CHANCE);
    }
}
