package org.dl4jfreeze.examples.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.MathArrays;

/**
 * Values of the proposed and of the random order, or of any two treatments in their places, paired by run: both continue the
 * same run from t0 on the same mini-batches.
 * The relative difference of run r is (proposed_r - random_r) / mean over runs of random: one denominator for all runs, so
 * that a run with a small loss does not count for more.
 */
public final class PairedComparison {

    private final int runs;
    private final int proposedLower;
    private final int randomLower;
    private final int notFinite;
    private final Interval relativeDifference;
    private final double pValue;

    private PairedComparison(double[] proposed, double[] random) {
        double[] differences = MathArrays.ebeSubtract(proposed, random);
        runs = differences.length;
        proposedLower = (int) Arrays.stream(differences).filter(d -> d < 0).count();
        randomLower = (int) Arrays.stream(differences).filter(d -> d > 0).count();
        notFinite = (int)
                Arrays.stream(differences).filter(d -> !Double.isFinite(d)).count();
        relativeDifference = Interval.ofMean(MathArrays.scale(1 / StatUtils.mean(random), differences));
        pValue = notFinite > 0 ? Double.NaN : SignedRank.pValue(differences);
    }

    /**
     * Compares.
     *
     * @param proposed one value per run
     * @param random   one value per run, in the same order
     * @return the comparison
     */
    static PairedComparison of(double[] proposed, double[] random) {
        return new PairedComparison(proposed, random);
    }

    /**
     * Number of runs.
     *
     * @return number of pairs
     */
    public int runs() {
        return runs;
    }

    /**
     * Number of runs in which the proposed order has the lower value.
     *
     * @return at most the number of runs
     */
    public int proposedLower() {
        return proposedLower;
    }

    /**
     * Number of runs in which the random order has the lower value.
     *
     * @return at most the number of runs
     */
    public int randomLower() {
        return randomLower;
    }

    /**
     * Number of runs in which a value is NaN or infinite.
     *
     * @return 0 in a sound experiment
     */
    public int notFinite() {
        return notFinite;
    }

    /**
     * Mean of the relative differences; below 0 the proposed order has the lower values.
     *
     * @return mean and interval by Student's t
     */
    public Interval relativeDifference() {
        return relativeDifference;
    }

    /**
     * Wilcoxon's signed-rank test of the differences, two-sided.
     *
     * @return p; NaN if a value is not finite
     */
    public double pValue() {
        return pValue;
    }

    /** Number of runs in which the orders differ. */
    int differing() {
        return proposedLower + randomLower;
    }

    /** For JSON. */
    Map<String, Number> numbers() {
        Map<String, Number> numbers = new LinkedHashMap<>();
        numbers.put("runs", runs);
        numbers.put("runs_proposed_lower", proposedLower);
        numbers.put("runs_random_lower", randomLower);
        numbers.put("runs_not_finite", notFinite);
        numbers.put("relative_difference", relativeDifference.estimate());
        numbers.put("interval_lower", relativeDifference.lower());
        numbers.put("interval_upper", relativeDifference.upper());
        numbers.put("p_value", pValue);
        return numbers;
    }

    /**
     * Difference, interval, runs and p.
     *
     * @return for instance {@code -3.1 % [-3.6, -2.6], lower in 24 of 25 runs, p < 0.0001}
     */
    @Override
    public String toString() {
        if (notFinite > 0) {
            return "values that are not finite in " + notFinite + " of " + runs + " runs";
        }
        return relativeDifference.percent() + ", lower in " + proposedLower + " of " + runs + " runs, "
                + NumberText.p(pValue);
    }
}
