package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ParameterRanges;

/**
 * Takes a stratified sample of the keys, from which a bracket of the k-th lowest is estimated. One key is taken from each of many
 * equal ranges of indices, at a pseudo-random but fixed position, so that periodic values do not coincide with a period of the sample.
 */
final class KeySample {

    /** One key of this many is sampled: reading a single one costs about as much as reading thirty in sequence. */
    private static final int ONE_OF = 512;

    /** The sample has at least this many keys, or all. */
    private static final int MINIMUM = 1 << 14;

    /** Half width of the bracket, in standard deviations of a quantile's rank: contains the k-th in about 399 of 400 cases. */
    private static final double DEVIATIONS = 3;

    private final long[] sample;
    private int count;

    /** Samples the keys of the parameters in some ranges, except those already taken. */
    KeySample(SortKeys keys, ParameterRanges ranges, FreezeMask taken) {
        int strata = Math.min(Math.max(ranges.size() / ONE_OF, MINIMUM), ranges.size());
        sample = new long[strata];
        int range = 0;
        int before = 0;
        for (int i = 0; i < strata; i++) {
            long begin = (long) ranges.size() * i / strata;
            long end = (long) ranges.size() * (i + 1) / strata;
            int position = (int) (begin + Long.remainderUnsigned(SplitMix64.mixed(i * SplitMix64.GAMMA), end - begin));
            while (position - before >= ranges.to(range) - ranges.from(range)) {
                before += ranges.to(range) - ranges.from(range);
                range++;
            }
            int index = ranges.from(range) + position - before;
            if (!taken.isFrozen(index)) {
                sample[count++] = keys.read(index);
            }
        }
    }

    /** Returns half the width of the bracket around a quantile, in ranks of the sample. */
    private int margin(double quantile) {
        return (int) Math.ceil(DEVIATIONS * Math.sqrt(count * quantile * (1 - quantile))) + 1;
    }

    /**
     * Bounds the number of keys within the bracket of a quantile, with high probability: two margins with some reserve.
     *
     * @param all number of all keys
     */
    int within(double quantile, int all) {
        return count == 0 ? all : (int) Math.min(all, 2.5 * (margin(quantile) + 1) / count * all);
    }

    /** Returns the lower end of the bracket: a key that is probably at or below the quantile, or a number below all keys. */
    long below(double quantile, long lowest) {
        int rank = (int) (quantile * count) - margin(quantile);
        return rank < 1 ? lowest - 1 : KeyHistogram.ofRank(sample, count, rank);
    }

    /** Returns the upper end of the bracket: a key that is probably at or above the quantile, or a number above all keys. */
    long above(double quantile, long highest) {
        int rank = (int) Math.ceil(quantile * count) + margin(quantile);
        return rank > count ? highest + 1 : KeyHistogram.ofRank(sample, count, rank);
    }
}
