package org.dl4jfreeze.examples.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.FastMath;

/**
 * An estimate from n runs and its 95 % interval: estimate ± t(0.975; n - 1) * standard error, with Student's t of n - 1 degrees of
 * freedom. Below two runs there is no standard error, and both ends are NaN.
 */
public final class Interval {

    /** How often such an interval holds the true value, if the model of the runs is right. */
    public static final double CONFIDENCE = 0.95;

    private final double estimate;
    private final double lower;
    private final double upper;

    private Interval(double estimate, double lower, double upper) {
        this.estimate = estimate;
        this.lower = lower;
        this.upper = upper;
    }

    private static Interval about(double estimate, double standardError, int runs) {
        double half = runs < 2
                ? Double.NaN
                : new TDistribution(runs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * standardError;
        return new Interval(estimate, estimate - half, estimate + half);
    }

    /**
     * The mean of independent values; its standard error is their standard deviation (n - 1) by the root of n.
     *
     * @param values one value per run, at least one
     * @return mean and interval
     */
    static Interval ofMean(double[] values) {
        double error = FastMath.sqrt(StatUtils.variance(values) / values.length);
        return about(StatUtils.mean(values), error, values.length);
    }

    /**
     * An estimate that is not a mean of independent values, by the jackknife: with theta_i the estimate without run i, the squared
     * standard error is (n - 1) / n times the sum of (theta_i - mean theta)^2.
     *
     * @param estimate from all runs
     * @param without  the estimates that leave out one run each, one per run
     * @return estimate and interval; the bias that the jackknife could correct is left in
     */
    static Interval byJackknife(double estimate, double[] without) {
        double n = without.length;
        // populationVariance divides the sum of squares by n.
        double error = FastMath.sqrt((n - 1) * StatUtils.populationVariance(without));
        return about(estimate, error, without.length);
    }

    /**
     * The estimate.
     *
     * @return NaN if the values were not all numbers
     */
    public double estimate() {
        return estimate;
    }

    /**
     * The lower end.
     *
     * @return NaN below two runs
     */
    public double lower() {
        return lower;
    }

    /**
     * The upper end.
     *
     * @return NaN below two runs
     */
    public double upper() {
        return upper;
    }

    /** Whether estimate and ends are numbers. */
    boolean isFinite() {
        return Double.isFinite(lower) && Double.isFinite(upper);
    }

    /** Whether the whole interval lies below a value. */
    boolean isBelow(double value) {
        return upper < value;
    }

    /** Whether the whole interval lies above a value. */
    boolean isAbove(double value) {
        return lower > value;
    }

    /** Whether the whole interval lies between -bound and bound. */
    boolean isWithin(double bound) {
        return isAbove(-bound) && isBelow(bound);
    }

    /** Whether no part of the interval lies between -bound and bound. */
    boolean isOutside(double bound) {
        return isBelow(-bound) || isAbove(bound);
    }

    /** The same interval without what lies beyond the values that the estimate can take. */
    Interval limitedTo(double lowest, double highest) {
        return new Interval(estimate, Math.max(lower, lowest), Math.min(upper, highest));
    }

    /** {@code -3.1 % [-3.6, -2.6]}. */
    String percent() {
        if (!isFinite()) {
            return NumberText.percent(estimate);
        }
        int places = NumberText.percentPlaces(estimate, lower, upper);
        return NumberText.number(100 * estimate, places) + " % [" + NumberText.number(100 * lower, places) + ", "
                + NumberText.number(100 * upper, places) + "]";
    }

    /** For JSON. */
    Map<String, Number> numbers() {
        Map<String, Number> numbers = new LinkedHashMap<>();
        numbers.put("estimate", estimate);
        numbers.put("lower", lower);
        numbers.put("upper", upper);
        return numbers;
    }

    /**
     * Estimate and interval with two places.
     *
     * @return for instance {@code 0.29 [0.25, 0.33]}
     */
    @Override
    public String toString() {
        return NumberText.number(estimate, 2)
                + (isFinite() ? " [" + NumberText.number(lower, 2) + ", " + NumberText.number(upper, 2) + "]" : "");
    }
}
