package org.dl4jfreeze.examples.figures;

import java.util.Map;
import java.util.TreeMap;
import org.dl4jfreeze.examples.report.NumberText;

/** Numbers on axes. */
final class Ticks {

    private Ticks() {}

    /** Returns a number with at most three decimal places. */
    static String label(double value) {
        return NumberText.plain(Math.round(1000 * value) / 1000.0);
    }

    /** Returns the smallest of 1, 2, 5, 10, 20, 50, ... that needs at most that many ticks. */
    static int step(int length, int ticks) {
        for (int power = 1; ; power *= 10) {
            for (int factor : new int[] {1, 2, 5}) {
                if ((length - 1) / (power * factor) < ticks) {
                    return power * factor;
                }
            }
        }
    }

    /** Returns labels by position in [0, 1] for cells of equal size with the indices {@code from} to {@code to}, exclusive. */
    static Map<Double, String> ofIndices(int from, int to, int first) {
        Map<Double, String> ticks = new TreeMap<>();
        for (int index = first; index < to; index += step(to - from, 7)) {
            ticks.put((index - from + 0.5) / (to - from), String.valueOf(index));
        }
        return ticks;
    }
}
