package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.order.ParameterRanges;

/**
 * A few of many keys, between two of which the k-th lowest of all lies by all odds. From each of as many equal stretches one is
 * taken, in a place that looks random and is always the same: values that come in periods don't meet a period of the sample.
 */
final class KeySample {

    /** One of so many keys is taken, and no fewer than the least: reading one costs about as much as reading thirty in a row. */
    private static final int ONE_OF = 512;

    private static final int LEAST = 1 << 14;

    /** How many standard deviations of a quantile's rank the bracket is wide to each side; both are missed one time in 400. */
    private static final double DEVIATIONS = 3;

    private final long[] sample;
    private int count;

    /** Takes the sample. */
    KeySample(SortKeys keys, ParameterRanges ranges, FreezeMask taken) {
        int strata = Math.min(Math.max(ranges.size() / ONE_OF, LEAST), ranges.size());
        sample = new long[strata];
        int range = 0;
        int before = 0;
        for (int i = 0; i < strata; i++) {
            long begin = (long) ranges.size() * i / strata;
            long end = (long) ranges.size() * (i + 1) / strata;
            int position = (int) (begin + Long.remainderUnsigned(mixed(i), end - begin));
            while (position - before >= ranges.to(range) - ranges.from(range)) {
                before += ranges.to(range) - ranges.from(range);
                range++;
            }
            int index = ranges.from(range) + position - before;
            if (!isTaken(taken, index)) {
                sample[count++] = keys.read(index);
            }
        }
    }

    private static boolean isTaken(FreezeMask taken, int index) {
        return (taken.frozenWord(index >> 6) >>> index & 1L) != 0;
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long i) {
        long z = i * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** How many ranks of the sample the bracket is wide to each side of a quantile. */
    private int margin(double quantile) {
        return (int) Math.ceil(DEVIATIONS * Math.sqrt(count * quantile * (1 - quantile))) + 1;
    }

    /** How many of so many keys lie within the bracket of a quantile at most, by all odds: about two margins, and some more. */
    int within(double quantile, int all) {
        return count == 0 ? all : (int) Math.min(all, 2.5 * (margin(quantile) + 1) / count * all);
    }

    /** A key that is less than that of a quantile, or equal; or a number below all keys. */
    long below(double quantile, long lowest) {
        int rank = (int) (quantile * count) - margin(quantile);
        return rank < 1 ? lowest - 1 : KeyHistogram.ofRank(sample, count, rank);
    }

    /** A key that is greater than that of a quantile, or equal; or a number above all keys. */
    long above(double quantile, long highest) {
        int rank = (int) Math.ceil(quantile * count) + margin(quantile);
        return rank > count ? highest + 1 : KeyHistogram.ofRank(sample, count, rank);
    }
}
