package org.dl4jfreeze.internal.order.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The selection against a stable sort of all values, on floats and on doubles. */
class LowestSelectionTest {

    /** Several strata of the sample, words and chunks, and none of them whole. */
    static final int N = 150_011;

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
    static double[] values(IntToDoubleFunction pattern, boolean floats) {
        return IntStream.range(0, N)
                .mapToDouble(pattern)
                .map(x -> floats ? (float) x : x)
                .toArray();
    }

    static SortKeys keys(double[] values, boolean floats) {
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

    /** Ranges that begin and end within words, and chunks that have several of them. */
    static ParameterRanges ranges(int seed) {
        Random random = new Random(seed);
        ParameterRanges.Builder ranges = new ParameterRanges.Builder();
        for (int from = random.nextInt(100); from < N; ) {
            int to = Math.min(N, from + 1 + random.nextInt(1 << random.nextInt(15)));
            ranges.add(from, to);
            from = to + random.nextInt(300);
        }
        return ranges.build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyWhatTakesPartIsChosen(boolean floats) {
        int seed = 0;
        for (Map.Entry<String, IntToDoubleFunction> pattern : patterns().entrySet()) {
            double[] values = values(pattern.getValue(), floats);
            ParameterRanges ranges = ranges(seed++);
            ParameterOrder order = ParameterOrder.ascending(N, ranges.toIndices(), i -> values[i]);
            LowestSelection selection = new LowestSelection(N, ranges, keys(values, floats));
            assertThat(selection.size()).isEqualTo(order.size());
            for (int k : counts(order.size())) {
                assertThat(selection.lowest(k))
                        .as("%s, k = %d", pattern.getKey(), k)
                        .isEqualTo(order.lowest(k));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsFrozenStaysSoAndTheLowestOfTheRestAreAdded(boolean floats) {
        int seed = 0;
        for (Map.Entry<String, IntToDoubleFunction> pattern : patterns().entrySet()) {
            double[] values = values(pattern.getValue(), floats);
            ParameterRanges ranges = ranges(seed++);
            int[] indices = ranges.toIndices();
            ParameterOrder order = ParameterOrder.ascending(N, indices, i -> values[i]);
            LowestSelection selection = new LowestSelection(N, ranges, keys(values, floats));
            for (int before : new int[] {1, indices.length / 3, indices.length - 1}) {
                // not the lowest, and others that are not eligible
                FreezeMask mask = ParameterOrder.random(N, indices, seed)
                        .lowest(before)
                        .or(new FreezeMask.Builder(N).freeze(N - 1).build());
                for (int k : new int[] {0, before, before + 2, indices.length / 2, indices.length, N}) {
                    assertThat(selection.extended(mask, k))
                            .as("%s, k = %d", pattern.getKey(), k)
                            .isEqualTo(order.extended(mask, k));
                }
            }
        }
    }

    /** A few low values among many: the sample sees none of them, or nothing but them. */
    @Test
    void aSampleThatMisleadsIsFoundOut() {
        for (int low : new int[] {1, 3, 40}) {
            for (int period : new int[] {4096, 512, 9}) {
                IntToDoubleFunction pattern = i -> i % period < low ? -i : i / 1000;
                double[] values = values(pattern, true);
                ParameterOrder order = ParameterOrder.ascending(values);
                LowestSelection selection = new LowestSelection(N, ParameterRanges.all(N), keys(values, true));
                for (int k = 0; k <= N; k += N / 13) {
                    assertThat(selection.lowest(k)).isEqualTo(order.lowest(k));
                }
            }
        }
    }

    @Test
    void smallOnesAreExactToo() {
        Random random = new Random(5);
        for (int n = 0; n < 140; n++) {
            double[] values = random.ints(n, 0, 9).asDoubleStream().toArray();
            ParameterOrder order = ParameterOrder.ascending(values);
            LowestSelection selection = new LowestSelection(n, ParameterRanges.all(n), keys(values, n % 2 == 0));
            for (int k = 0; k <= n; k++) {
                assertThat(selection.lowest(k)).isEqualTo(order.lowest(k));
            }
        }
    }

    @Test
    void nothingButItsOwnCountIsTaken() {
        LowestSelection selection = new LowestSelection(3, ParameterRanges.all(2), keys(new double[] {1, 2, 3}, true));
        assertThatThrownBy(() -> selection.lowest(3))
                .hasMessageContaining("[0,2]")
                .hasMessageContaining("received 3");
        assertThatThrownBy(() -> selection.lowest(-1)).hasMessageContaining("received -1");
        assertThatThrownBy(() -> selection.extended(FreezeMask.none(2), 1)).hasMessageContaining("one network");
        assertThatThrownBy(() -> new LowestSelection(1, ParameterRanges.all(2), keys(new double[2], true)))
                .hasMessageContaining("[0,1)");
    }
}
