package org.dl4jfreeze.examples.report;

import java.util.Collection;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Mean and standard deviation (n - 1) of a sample. The deviation of a single value is not defined: NaN. */
public final class MeanDeviation {

    private final double mean;
    private final double deviation;

    private MeanDeviation(double mean, double deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    /**
     * Computes both.
     *
     * @param values the sample
     * @return its mean (NaN if it is empty) and standard deviation (NaN below two values)
     */
    public static MeanDeviation of(Collection<Double> values) {
        SummaryStatistics statistics = new SummaryStatistics();
        values.forEach(statistics::addValue);
        return new MeanDeviation(
                statistics.getMean(), values.size() < 2 ? Double.NaN : statistics.getStandardDeviation());
    }

    /**
     * The arithmetic mean.
     *
     * @return sum / n
     */
    public double mean() {
        return mean;
    }

    /**
     * The standard deviation.
     *
     * @return with n - 1 in the denominator
     */
    public double deviation() {
        return deviation;
    }

    /**
     * Both for a table.
     *
     * @return {@code 12.34 ± 0.56}, or the mean alone where there is no deviation
     */
    @Override
    public String toString() {
        return Double.isNaN(deviation)
                ? String.format(Locale.ROOT, "%.3f", mean)
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
    }
}
