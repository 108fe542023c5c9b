package org.dl4jfreeze.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

/** Formats numbers, the same in every table and figure. */
public final class NumberText {

    private static final double SMALLEST_P = 1e-4;
    private static final int DIGITS = 4;
    private static final int LOWEST_PLAIN = -4;
    private static final int LOWEST_SCIENTIFIC = 6;

    private NumberText() {}

    /** Returns a fraction as a user would type it: {@code 0}, {@code 0.1}, {@code 1}. */
    public static String plain(double fraction) {
        return BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
    }

    /** Returns {@code -3.1 %} for -0.031. */
    static String percent(double part) {
        return number(100 * part, percentPlaces(part)) + " %";
    }

    /** Places for percentages that are shown together: two if all of them are below 1 %, otherwise one. */
    static int percentPlaces(double... parts) {
        return Arrays.stream(parts).allMatch(part -> Math.abs(part) < 0.01) ? 2 : 1;
    }

    /** Returns a number with the given number of decimal places, without a minus before zero. */
    public static String number(double value, int places) {
        String text = String.format(Locale.ROOT, "%." + places + "f", value);
        return text.matches("-0[.0]*") ? text.substring(1) : text;
    }

    /** Returns {@code p = 0.012}, or {@code p < 0.0001}. */
    static String p(double value) {
        return value < SMALLEST_P
                ? String.format(Locale.ROOT, "p < %.4f", SMALLEST_P)
                : String.format(Locale.ROOT, value < 0.01 ? "p = %.4f" : "p = %.3f", value);
    }

    /**
     * Returns four digits of a mean and as many places of its deviation: {@code 12.34 ± 0.56}. Scientific notation from 1e6 on and
     * below 1e-4: {@code 1.234e+07 ± 2.1e+05}. The mean only if the deviation is NaN.
     */
    static String fourDigits(double mean, double deviation) {
        if (!Double.isFinite(mean)) {
            return Double.isNaN(deviation) ? String.valueOf(mean) : mean + " ± " + deviation;
        }
        int exponent = mean == 0 ? 0 : exponent(mean);
        boolean scientific = exponent < LOWEST_PLAIN || exponent >= LOWEST_SCIENTIFIC;
        int places = Math.max(0, DIGITS - 1 - exponent);
        String text = scientific ? scientific(mean, DIGITS - 1) : number(mean, places);
        if (Double.isNaN(deviation)) {
            return text;
        }
        return text + " ± " + (scientific ? scientificDeviation(deviation, exponent) : number(deviation, places));
    }

    /** Returns the deviation up to the last place of its mean. */
    private static String scientificDeviation(double deviation, int meanExponent) {
        if (deviation == 0 || !Double.isFinite(deviation)) {
            return number(deviation, 0);
        }
        int places = DIGITS - 1 - meanExponent + exponent(deviation);
        return scientific(deviation, Math.max(0, Math.min(DIGITS - 1, places)));
    }

    private static String scientific(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "e", value);
    }

    /** Returns the power of ten of the first digit, after rounding to four digits. */
    private static int exponent(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
        return rounded.precision() - rounded.scale() - 1;
    }
}
