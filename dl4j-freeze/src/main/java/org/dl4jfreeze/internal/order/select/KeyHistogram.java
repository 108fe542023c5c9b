package org.dl4jfreeze.internal.order.select;

import java.util.Arrays;

/** Counts the keys in a range, in up to 65536 bins, which narrows down the position of the k-th lowest. */
final class KeyHistogram {

    private static final int BITS = 16;

    private final long bottom;
    private final long top;
    private final int shift;
    private final int[] counts = new int[1 << BITS];
    private int bin;

    /** Creates an empty histogram of the keys in {@code [bottom, top]}. */
    KeyHistogram(long bottom, long top) {
        this.bottom = bottom;
        this.top = top;
        // unsigned: the range of all doubles is wider than a long
        this.shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(top - bottom) - BITS);
    }

    /** Counts a key of the range. */
    void add(long key) {
        counts[(int) (key - bottom >>> shift)]++;
    }

    /** Adds the counts of another histogram of the same range. */
    void add(KeyHistogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** Finds the bin of a rank among the keys of the range, from 1, and returns the rank within the bin. */
    int narrow(int rank) {
        int rest = rank;
        bin = 0;
        while (rest > counts[bin]) {
            rest -= counts[bin++];
        }
        return rest;
    }

    /** Returns the lowest key of the bin that was found. */
    long bottom() {
        return bottom + ((long) bin << shift);
    }

    /** Returns the highest key of the bin that was found. */
    long top() {
        long last = bottom() + (1L << shift) - 1;
        return Long.compareUnsigned(last - bottom, top - bottom) < 0 ? last : top;
    }

    /** Returns the number of keys in the bin that was found. */
    int count() {
        return counts[bin];
    }

    /** Finds the key of a rank, from 1, among the first {@code count} of an array, which is not modified. */
    static long ofRank(long[] keys, int count, int rank) {
        long bottom = Arrays.stream(keys, 0, count).min().orElseThrow();
        long top = Arrays.stream(keys, 0, count).max().orElseThrow();
        int rest = rank;
        while (bottom < top) {
            KeyHistogram histogram = new KeyHistogram(bottom, top);
            for (int i = 0; i < count; i++) {
                if (keys[i] >= bottom && keys[i] <= top) {
                    histogram.add(keys[i]);
                }
            }
            rest = histogram.narrow(rest);
            bottom = histogram.bottom();
            top = histogram.top();
        }
        return bottom;
    }
}
