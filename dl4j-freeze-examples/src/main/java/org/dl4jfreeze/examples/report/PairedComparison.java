package org.dl4jfreeze.examples.report;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Mean;

/**
 * Values of the proposed and of the random order, or of any two treatments in their places, paired by run: both continue the
 * same run from t0 on the same mini-batches. The relative difference of run r is (proposed_r - random_r) / mean over runs of
 * random: one denominator for all runs, so that a run with a small loss does not weigh more.
 *
 * @param proposedLower      number of runs in which the proposed order has the lower value
 * @param notFinite          number of runs in which a value is NaN or infinite
 * @param relativeDifference mean and interval; below 0 the proposed order has the lower values
 * @param pValue             of Wilcoxon's signed-rank test, two-sided; NaN if a value is not finite
 */
public record PairedComparison(
        int runs, int proposedLower, int randomLower, int notFinite, Interval relativeDifference, double pValue) {

    /** Compares values of the same runs in the same order. */
    static PairedComparison of(double[] proposed, double[] random) {
        double[] differences = IntStream.range(0, proposed.length)
                .mapToDouble(run -> proposed[run] - random[run])
                .toArray();
        double scale = 1 / Mean.of(random).getAsDouble();
        double[] relative = Arrays.stream(differences).map(d -> scale * d).toArray();
        int notFinite = count(differences, d -> !Double.isFinite(d));
        return new PairedComparison(
                differences.length,
                count(differences, d -> d < 0),
                count(differences, d -> d > 0),
                notFinite,
                Interval.ofMean(relative),
                notFinite > 0 ? Double.NaN : SignedRank.pValue(differences));
    }

    private static int count(double[] differences, DoublePredicate which) {
        return (int) Arrays.stream(differences).filter(which).count();
    }

    /** Returns the number of runs in which the orders differ. */
    int differing() {
        return proposedLower + randomLower;
    }

    /** Returns the numbers by name, for JSON. */
    Map<String, Number> numbers() {
        return CheckedClaim.numbers(
                "runs", runs,
                "runs_proposed_lower", proposedLower,
                "runs_random_lower", randomLower,
                "runs_not_finite", notFinite,
                "relative_difference", relativeDifference.estimate(),
                "interval_lower", relativeDifference.lower(),
                "interval_upper", relativeDifference.upper(),
                "p_value", pValue);
    }

    /** Returns, for instance, {@code -3.1 % [-3.6, -2.6], lower in 24 of 25 runs, p < 0.0001}. */
    @Override
    public String toString() {
        if (notFinite > 0) {
            return "values that are not finite in " + notFinite + " of " + runs + " runs";
        }
        return relativeDifference.percent() + ", lower in " + proposedLower + " of " + runs + " runs, "
                + NumberText.p(pValue);
    }
}
