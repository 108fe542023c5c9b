package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.OrderAgreement;
import org.dl4jfreeze.ParameterOrder;

/**
 * How far the proposed order agrees between runs: over all pairs of runs, Spearman's rho of the orders and the Jaccard
 * overlap of the halves that would be frozen. If runs differ in initialisation and in batch order, this says how much the order
 * depends on the data and the architecture only; if they share the initialisation, how much it depends on the mini-batches.
 *
 * @param spearmanOfPairs row i has the values of run i with the runs before it
 * @param jaccardOfPairs  the same for the overlap
 */
public record Stability(double[][] spearmanOfPairs, double[][] jaccardOfPairs) {

    /** Mean rho of two random orders. */
    public static final double SPEARMAN_BY_CHANCE = 0;

    /** Mean overlap of two random halves: a quarter of all parameters is in both, three quarters are in one or both. */
    public static final double JACCARD_BY_CHANCE = 1.0 / 3;

    /** Compares all pairs of runs by their gradient variances at t0; with fewer than two runs the means are NaN. */
    public static Stability between(List<float[]> variances) {
        List<double[]> ranks = variances.stream().map(Stability::ranks).toList();
        List<FreezeMask> halves = variances.stream().map(Stability::lowerHalf).toList();
        double[][] spearman = new double[ranks.size()][];
        double[][] jaccard = new double[ranks.size()][];
        for (int i = 0; i < ranks.size(); i++) {
            spearman[i] = new double[i];
            jaccard[i] = new double[i];
            for (int j = 0; j < i; j++) {
                spearman[i][j] = correlation(ranks.get(i), ranks.get(j));
                jaccard[i][j] = OrderAgreement.jaccard(halves.get(i), halves.get(j));
            }
        }
        return new Stability(spearman, jaccard);
    }

    /** Ranks variances; equal ones (dead inputs: zero) share their mean rank, as by index they would agree by construction. */
    private static double[] ranks(float[] variance) {
        return new NaturalRanking(NaNStrategy.MAXIMAL, TiesStrategy.AVERAGE).apply(toDoubles(variance));
    }

    /** Returns Pearson's correlation of two rankings, whose means are known: (n + 1) / 2. */
    private static double correlation(double[] a, double[] b) {
        double mean = (a.length + 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static FreezeMask lowerHalf(float[] variance) {
        return ParameterOrder.ascending(toDoubles(variance)).lowest(variance.length / 2);
    }

    private static double[] toDoubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    /** Returns Spearman's rho of the orders, over pairs. */
    public MeanDeviation spearman() {
        return over(spearmanOfPairs, run -> true);
    }

    /** Returns the Jaccard overlap of the frozen halves, over pairs. */
    public MeanDeviation jaccard() {
        return over(jaccardOfPairs, run -> true);
    }

    /** Returns the mean rho with its interval by the jackknife over runs, as pairs that share a run are not independent. */
    public Interval spearmanInterval() {
        return interval(spearmanOfPairs).limitedTo(-1, 1);
    }

    /** Returns the mean overlap with its interval by the jackknife over runs. */
    public Interval jaccardInterval() {
        return interval(jaccardOfPairs).limitedTo(0, 1);
    }

    private static Interval interval(double[][] values) {
        double[] without = IntStream.range(0, values.length)
                .mapToDouble(left -> over(values, run -> run != left).mean())
                .toArray();
        return Interval.byJackknife(over(values, run -> true).mean(), without);
    }

    private static MeanDeviation over(double[][] values, IntPredicate run) {
        return MeanDeviation.of(IntStream.range(0, values.length)
                .filter(run)
                .boxed()
                .flatMapToDouble(i -> IntStream.range(0, i).filter(run).mapToDouble(j -> values[i][j]))
                .toArray());
    }

    public int runs() {
        return spearmanOfPairs.length;
    }

    /** Returns the number of pairs of runs, n (n - 1) / 2. */
    public int pairs() {
        return runs() * (runs() - 1) / 2;
    }

    /** Returns both means with their intervals and with the values of chance, as part of a line. */
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
