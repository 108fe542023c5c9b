package org.dl4jfreeze.examples.figures;

import java.util.Locale;

/** Numbers on axes. */
final class Ticks {

    private Ticks() {}

    static String label(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("\\.?0+$", "").isEmpty() ? "0" : text.replaceAll("\\.?0+$", "");
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, ... that needs at most so many ticks. */
    static int step(int length, int ticks) {
        int step = 1;
        for (int[] factors = {2, 5, 10}; ; step *= 10) {
            if ((length - 1) / step < ticks) {
                return step;
            }
            for (int factor : factors) {
                if ((length - 1) / (step * factor) < ticks) {
                    return step * factor;
                }
            }
        }
    }
}
