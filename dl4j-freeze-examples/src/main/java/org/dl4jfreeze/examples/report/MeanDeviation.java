package org.dl4jfreeze.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Mean and standard deviation (n - 1) of a sample. The deviation of a single value is not defined: NaN. */
public final class MeanDeviation {

    private static final int DIGITS = 4;
    private static final int LOWEST_PLAIN = -4;
    private static final int LOWEST_SCIENTIFIC = 6;

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
     * Both for a table: four digits of the mean, and as many places for the deviation; from 1e6 on and below 1e-4 in
     * scientific notation.
     *
     * @return {@code 12.34 ± 0.56}, {@code 1.234e+07 ± 2.1e+05}, or the mean alone where there is no deviation
     */
    @Override
    public String toString() {
        if (!Double.isFinite(mean)) {
            return Double.isNaN(deviation) ? String.valueOf(mean) : mean + " ± " + deviation;
        }
        int exponent = mean == 0 ? 0 : exponent(mean, DIGITS);
        boolean scientific = exponent < LOWEST_PLAIN || exponent >= LOWEST_SCIENTIFIC;
        String text = scientific ? scientific(mean, DIGITS - 1) : plain(mean, exponent);
        if (Double.isNaN(deviation)) {
            return text;
        }
        return text + " ± " + (scientific ? scientificDeviation(exponent) : plain(deviation, exponent));
    }

    private static String plain(double value, int exponent) {
        return NumberText.number(value, Math.max(0, DIGITS - 1 - exponent));
    }

    /** The deviation to the last place of the mean. */
    private String scientificDeviation(int exponent) {
        if (deviation == 0 || !Double.isFinite(deviation)) {
            return plain(deviation, DIGITS - 1);
        }
        int places = DIGITS - 1 - exponent + exponent(deviation, DIGITS);
        return scientific(deviation, Math.max(0, Math.min(DIGITS - 1, places)));
    }

    private static String scientific(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "e", value);
    }

    /** The power of ten of the first digit, after rounding to so many digits. */
    private static int exponent(double value, int digits) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(digits));
        return rounded.precision() - rounded.scale() - 1;
    }
}
