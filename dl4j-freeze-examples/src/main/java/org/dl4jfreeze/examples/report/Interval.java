package org.dl4jfreeze.examples.report;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimate from n runs and its 95 % interval: estimate ± t(0.975; n - 1) * standard error, with Student's t of n - 1 degrees of
 * freedom. Below two runs there is no standard error, and both ends are NaN.
 */
public record Interval(double estimate, double lower, double upper) {

    /** Probability that such an interval contains the true value, if the model of the runs is right. */
    public static final double CONFIDENCE = 0.95;

    private static Interval about(double estimate, double standardError, int runs) {
        double half = runs < 2
                ? Double.NaN
                : TDistribution.of(runs - 1.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * standardError;
        return new Interval(estimate, estimate - half, estimate + half);
    }

    /** Returns the mean of independent values; its standard error is their standard deviation (n - 1) over the root of n. */
    static Interval ofMean(double[] values) {
        double error = Math.sqrt(Variance.of(values).getAsDouble() / values.length);
        return about(Mean.of(values).getAsDouble(), error, values.length);
    }

    /**
     * Returns an estimate that is not a mean of independent values, by the jackknife: with theta_i the estimate in {@code without}
     * that leaves out run i, the squared standard error is (n - 1) / n times the sum of (theta_i - mean theta)^2. The bias is not
     * corrected.
     */
    static Interval byJackknife(double estimate, double[] without) {
        double n = without.length;
        // The biased variance divides the sum of squares by n.
        double error = Math.sqrt((n - 1) * Variance.of(without).setBiased(true).getAsDouble());
        return about(estimate, error, without.length);
    }

    /** Tells whether both ends are numbers. */
    boolean isFinite() {
        return Double.isFinite(lower) && Double.isFinite(upper);
    }

    boolean isBelow(double value) {
        return upper < value;
    }

    boolean isAbove(double value) {
        return lower > value;
    }

    /** Tells whether the whole interval lies between -bound and bound. */
    boolean isWithin(double bound) {
        return isAbove(-bound) && isBelow(bound);
    }

    /** Tells whether no part of the interval lies between -bound and bound. */
    boolean isOutside(double bound) {
        return isBelow(-bound) || isAbove(bound);
    }

    /** Returns the same interval, cut to the values that the estimate can take. */
    Interval limitedTo(double lowest, double highest) {
        return new Interval(estimate, Math.max(lower, lowest), Math.min(upper, highest));
    }

    /** Returns, for instance, {@code -3.1 % [-3.6, -2.6]}. */
    String percent() {
        if (!isFinite()) {
            return NumberText.percent(estimate);
        }
        int places = NumberText.percentPlaces(estimate, lower, upper);
        return NumberText.number(100 * estimate, places) + " % [" + NumberText.number(100 * lower, places) + ", "
                + NumberText.number(100 * upper, places) + "]";
    }

    /** Returns, for instance, {@code 0.29 [0.25, 0.33]}. */
    @Override
    public String toString() {
        return NumberText.number(estimate, 2)
                + (isFinite() ? " [" + NumberText.number(lower, 2) + ", " + NumberText.number(upper, 2) + "]" : "");
    }
}
