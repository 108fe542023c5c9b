package org.dl4jfreeze.examples.report;

import java.util.Arrays;
import java.util.Locale;

/** Numbers as text, the same in every table. */
final class NumberText {

    private static final double SMALLEST_P = 1e-4;

    private NumberText() {}

    /** {@code -3.1 %} for -0.031. */
    static String percent(double part) {
        return number(100 * part, percentPlaces(part)) + " %";
    }

    /** Places for percentages that stand together: a second one where the first alone would say little of all of them. */
    static int percentPlaces(double... parts) {
        return Arrays.stream(parts).allMatch(part -> Math.abs(part) < 0.01) ? 2 : 1;
    }

    /** With this many places, and without a minus before zero. */
    static String number(double value, int places) {
        String text = String.format(Locale.ROOT, "%." + places + "f", value);
        return text.matches("-0[.0]*") ? text.substring(1) : text;
    }

    /** {@code p = 0.012}, or {@code p < 0.0001}. */
    static String p(double value) {
        return value < SMALLEST_P
                ? String.format(Locale.ROOT, "p < %.4f", SMALLEST_P)
                : String.format(Locale.ROOT, value < 0.01 ? "p = %.4f" : "p = %.3f", value);
    }
}
