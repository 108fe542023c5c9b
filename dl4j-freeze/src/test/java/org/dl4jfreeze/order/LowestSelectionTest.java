package org.dl4jfreeze.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The selection against a stable sort of all values, on floats and on doubles. */
class LowestSelectionTest {

    /** Several strata of the sample, words and chunks, and none of them whole. */
    private static final int N = 150_011;

    private static final double[] SPECIAL = {
        Double.NaN,
        Float.intBitsToFloat(0xffc00001),
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.0,
        -0.0,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.MIN_NORMAL,
        1
    };

    static Map<String, IntToDoubleFunction> patterns() {
        Random random = new Random(1);
        Map<String, IntToDoubleFunction> patterns = new LinkedHashMap<>();
        patterns.put("random", i -> random.nextDouble());
        patterns.put("both signs", i -> random.nextGaussian());
        patterns.put(
                "squares over many decades, a tenth of them zero",
                i -> random.nextInt(10) == 0 ? 0 : Math.exp(40 * random.nextGaussian()));
        patterns.put("all equal", i -> 3);
        patterns.put("all zero", i -> 0);
        patterns.put("all NaN", i -> Double.NaN);
        patterns.put("seven values", i -> random.nextInt(7) - 3);
        patterns.put("half zeros, then others", i -> i < N / 2 ? 0 : random.nextDouble());
        patterns.put("special", i -> SPECIAL[random.nextInt(SPECIAL.length)]);
        patterns.put(
                "special among others",
                i -> random.nextInt(3) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian());
        patterns.put("denormals", i -> random.nextInt(1000) * Float.MIN_VALUE);
        patterns.put("ascending", i -> i);
        patterns.put("descending", i -> -i);
        patterns.put("sawtooth with the period of the sample", i -> i % (N >> 14));
        patterns.put("sawtooth with the period of a chunk", i -> i % 4096);
        patterns.put("the low ones in one place", i -> i > 70_000 && i < 70_400 ? -i : 1 + i % 3);
        patterns.put("two clusters far apart", i -> (i % 2 == 0 ? 1e-30 : 1e30) * (1 + random.nextDouble()));
        return patterns;
    }

    /** Rounded to floats where these are looked for. */
    private static double[] values(IntToDoubleFunction pattern, boolean floats) {
        return IntStream.range(0, N)
                .mapToDouble(pattern)
                .map(x -> floats ? (float) x : x)
                .toArray();
    }

    private static SortKeys keys(double[] values, boolean floats) {
        return floats
                ? SortKeys.ofFloats((from, target, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        target[at + i] = Float.floatToRawIntBits((float) values[from + i]);
                    }
                })
                : SortKeys.ofDoubles((from, target, at, count) -> System.arraycopy(values, from, target, at, count));
    }

    private static int[] counts(int n) {
        return new int[] {0, 1, 2, n / 10, n / 2, n / 2 + 1, (int) (0.8 * n), n - 1, n};
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLowestAreThoseOfAStableSort(boolean floats) {
        patterns().forEach((name, pattern) -> {
            double[] values = values(pattern, floats);
            ParameterOrder order = ParameterOrder.ascending(values);
            LowestSelection selection = new LowestSelection(N, ParameterRanges.all(N), keys(values, floats));
            for (int k : counts(N)) {
                assertThat(selection.lowest(k)).as("%s, k = %d", name, k).isEqualTo(order.lowest(k));
            }
        });
    }
}
