package org.dl4jfreeze.examples.figures;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A logarithmic scale for variances from the 1st percentile of the positive ones, because single tiny ones would take up much of
 * the palette, to the largest; lower ones are drawn as the lowest.
 */
final class VarianceScale {

    private static final double LOWEST_PERCENTILE = 0.01;

    private final double from;
    private final double to;

    /** Creates the scale of the positive and finite ones among some values; of [1, 10] if there are none. */
    VarianceScale(float... values) {
        double[] logarithms = new double[values.length];
        int count = 0;
        for (float value : values) {
            if (value > 0 && value < Float.POSITIVE_INFINITY) {
                logarithms[count++] = Math.log10(value);
            }
        }
        Arrays.sort(logarithms, 0, count);
        from = count == 0 ? 0 : logarithms[(int) (LOWEST_PERCENTILE * (count - 1))];
        double largest = count == 0 ? 1 : logarithms[count - 1];
        to = largest > from ? largest : from + 1;
    }

    /** Returns the position of a positive variance in [0, 1], from the lowest to the highest. */
    double position(double variance) {
        return Math.max(0, Math.min(1, (Math.log10(variance) - from) / (to - from)));
    }

    /** Returns labels by position: powers of ten, or of all but every n-th if there are many; both ends if there are too few. */
    Map<Double, String> ticks() {
        Map<Double, String> ticks = new TreeMap<>();
        int lowest = (int) Math.ceil(from);
        int highest = (int) Math.floor(to);
        int step = Ticks.step(highest - lowest + 1, 8);
        for (int exponent = lowest; exponent <= highest; exponent += step) {
            ticks.put((exponent - from) / (to - from), "1e" + exponent);
        }
        if (ticks.size() < 2) {
            ticks.clear();
            ticks.put(0.0, label(from));
            ticks.put(1.0, label(to));
        }
        return ticks;
    }

    private static String label(double logarithm) {
        return String.format(Locale.ROOT, "%.1e", Math.pow(10, logarithm)).replaceAll("e([+-])0", "e$1");
    }
}
