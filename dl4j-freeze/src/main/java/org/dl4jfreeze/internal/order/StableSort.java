package org.dl4jfreeze.internal.order;

import java.util.Arrays;

/**
 * Computes the sorting permutation of a double array, in which ties keep their index order.
 *
 * <p>{@link Arrays#sort(double[])} loses the positions and a comparator needs a boxed index per parameter (16 to 20 bytes
 * each, for 140 million parameters); a merge sort of primitive positions needs two {@code int} arrays. Where all keys are floats, as
 * statistics of a FLOAT network are, key and position go into one {@code long} each, and these are sorted: four times as fast.
 */
public final class StableSort {

    /** Below this length insertion sort is faster than another level of merging. */
    private static final int INSERTION = 16;

    private StableSort() {}

    /** Positions of {@code keys} in ascending order by {@link Double#compare}, so -0.0 before 0.0 and NaN last. */
    public static int[] ascendingPositions(double[] keys) {
        int[] positions = new int[keys.length];
        long[] packed = packed(keys);
        if (packed == null) {
            Arrays.setAll(positions, i -> i);
            sort(keys, positions.clone(), positions, 0, keys.length);
        } else {
            Arrays.sort(packed);
            Arrays.setAll(positions, i -> (int) packed[i]);
        }
        return positions;
    }

    /** Packs each key above its position into numbers of the same order; null if one of the keys is not a float. */
    private static long[] packed(double[] keys) {
        long[] packed = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            float key = (float) keys[i];
            if (Double.compare(key, keys[i]) != 0) {
                return null;
            }
            int bits = Float.floatToIntBits(key);
            // the bits of negative floats are in descending order
            int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            packed[i] = (long) ordered << 32 | i;
        }
        return packed;
    }

    /** Sorts {@code [from, to)} into {@code target}; both arrays hold the same positions in that range on entry. */
    private static void sort(double[] keys, int[] source, int[] target, int from, int to) {
        if (to - from <= INSERTION) {
            insertionSort(keys, target, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(keys, target, source, from, middle);
        sort(keys, target, source, middle, to);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft =
                    right >= to || left < middle && Double.compare(keys[source[left]], keys[source[right]]) <= 0;
            target[i] = takeLeft ? source[left++] : source[right++];
        }
    }

    private static void insertionSort(double[] keys, int[] positions, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int moving = positions[i];
            int j = i - 1;
            while (j >= from && Double.compare(keys[positions[j]], keys[moving]) > 0) {
                positions[j + 1] = positions[j];
                j--;
            }
            positions[j + 1] = moving;
        }
    }
}
