package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParameterOrderTest {

    @Test
    void ranksAreThoseOfThePapersExample() {
        assertThat(ParameterOrder.ascending(0.3, 0.2, 0.25).ranks()).containsExactly(3, 1, 2);
    }

    @Test
    void lowestFreezesTheLowRanksNotTheHighOnes() {
        FreezeMask mask = ParameterOrder.ascending(0.3, 0.2, 0.25).lowest(2);
        assertThat(mask).isEqualTo(FreezeMask.of(false, true, true));
        assertThat(IntStream.range(0, 3).map(mask::alpha)).containsExactly(1, 0, 0);
    }

    @Test
    void equalValuesAreOrderedByIndex() {
        assertThat(ParameterOrder.ascending(1, 0, 1, 0, 0).ranks()).containsExactly(4, 1, 5, 2, 3);
    }

    @Test
    void manyTiesAreSortedAsByAStableReferenceSort() {
        Random random = new Random(1);
        for (int n : new int[] {0, 1, 2, 15, 16, 17, 100, 1000, 4097}) {
            double[] values = random.ints(n, 0, 7).asDoubleStream().toArray();
            Integer[] expected = IntStream.range(0, n).boxed().toArray(Integer[]::new);
            Arrays.sort(expected, Comparator.comparingDouble(i -> values[i]));
            ParameterOrder order = ParameterOrder.ascending(values);
            assertThat(IntStream.range(0, n).map(order::parameterAt).toArray())
                    .containsExactly(Arrays.stream(expected).mapToInt(i -> i).toArray());
        }
    }

    /** Floats and other doubles are sorted in different ways; one that is no float at the end decides which. */
    @Test
    void floatsAreSortedAsDoublesAreByAStableReferenceSort() {
        double[] special = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.0, -0.0, Float.MIN_VALUE, -1, 1
        };
        Random random = new Random(2);
        for (double last : new double[] {0.5, 0.1}) {
            double[] values = random.doubles(3000, -8, 8)
                    .map(x -> random.nextBoolean() ? (float) x : special[random.nextInt(special.length)])
                    .toArray();
            values[values.length - 1] = last;
            Integer[] expected = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
            Arrays.sort(expected, Comparator.comparingDouble(i -> values[i]));
            ParameterOrder order = ParameterOrder.ascending(values);
            assertThat(IntStream.range(0, values.length).map(order::parameterAt).toArray())
                    .containsExactly(Arrays.stream(expected).mapToInt(i -> i).toArray());
        }
    }

    @Test
    void nanComesLast() {
        assertThat(ParameterOrder.ascending(Double.NaN, Double.POSITIVE_INFINITY, 0)
                        .ranks())
                .containsExactly(3, 2, 1);
    }

    @Test
    void parametersThatTakeNoPartHaveRankZeroAndAreNeverFrozen() {
        double[] values = {0, 5, 0, 4};
        ParameterOrder order = ParameterOrder.ascending(4, new int[] {1, 3}, i -> values[i]);
        assertThat(order.ranks()).containsExactly(0, 2, 0, 1);
        assertThat(order.lowest(2)).isEqualTo(FreezeMask.of(false, true, false, true));
    }

    @Test
    void freezingMoreThanThereAreIsRefusedWithTheRange() {
        ParameterOrder order = ParameterOrder.ascending(1, 2);
        assertThatThrownBy(() -> order.lowest(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0,2]")
                .hasMessageContaining("received 3");
        assertThatThrownBy(() -> order.lowest(-1)).hasMessageContaining("received -1");
    }

    @Test
    void randomOrderDependsOnTheSeedAloneAndIsUniform() {
        int[] all = IntStream.range(0, 5).toArray();
        assertThat(ParameterOrder.random(5, all, 3)).isEqualTo(ParameterOrder.random(5, all, 3));
        int[] firstCount = new int[5];
        for (int seed = 0; seed < 5000; seed++) {
            firstCount[ParameterOrder.random(5, all, seed).parameterAt(0)]++;
        }
        // 1000 expected, standard deviation 28
        for (int count : firstCount) {
            assertThat(count).isBetween(850, 1150);
        }
    }
}
