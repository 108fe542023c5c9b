package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ParameterRanges;

/** Visits the keys of all candidates, 64 at a time: the parameters in some ranges that a mask does not freeze. */
final class KeyPass {

    private final SortKeys keys;
    private final ParameterRanges ranges;
    private final FreezeMask taken;
    private final long[] belowBottom = new long[SortKeys.CHUNK / Long.SIZE];
    private final long[] belowTop = new long[SortKeys.CHUNK / Long.SIZE];

    /** Processes 64 parameters at a time. */
    interface Visitor {

        /**
         * Processes the 64 parameters of a word.
         *
         * @param word   index of the word in a mask
         * @param at     position of the first one's key, for {@link KeyPass#key}
         * @param below  bits of the candidates whose keys are below a range of keys
         * @param within bits of the candidates whose keys are within it
         * @return whether to continue
         */
        boolean visit(int word, int at, long below, long within);
    }

    /** Creates a pass over the parameters in some ranges that are not taken. */
    KeyPass(SortKeys keys, ParameterRanges ranges, FreezeMask taken) {
        this.keys = keys;
        this.ranges = ranges;
        this.taken = taken;
    }

    /** Returns the key at a position, for the visitor. */
    long key(int at) {
        return keys.key(at);
    }

    /**
     * Visits parameters in ascending order, until the visitor returns false. A word that lies in two ranges is visited twice,
     * with different candidates.
     *
     * @param begin        index of the first parameter
     * @param endExclusive index after the last one
     * @param bottom       lowest key of the range of keys
     * @param top          first key above it
     */
    void forEach(int begin, int endExclusive, long bottom, long top, Visitor visitor) {
        for (int range = 0; range < ranges.count() && ranges.from(range) < endExclusive; range++) {
            int end = Math.min(endExclusive, ranges.to(range));
            for (int from = Math.max(begin, ranges.from(range)); from < end; ) {
                int to = (int) Math.min(end, (from | SortKeys.CHUNK - 1) + 1L);
                load(from, to, bottom, top);
                for (int word = from >> 6; word <= to - 1 >> 6; word++) {
                    if (!visit(word, from, to, visitor)) {
                        return;
                    }
                }
                from = to;
            }
        }
    }

    /** Visits all parameters in descending order. */
    void forEachBackwards(long bottom, long top, Visitor visitor) {
        for (int range = ranges.count() - 1; range >= 0; range--) {
            int begin = ranges.from(range);
            for (int to = ranges.to(range); to > begin; ) {
                int from = Math.max(begin, to - 1 & -SortKeys.CHUNK);
                load(from, to, bottom, top);
                for (int word = to - 1 >> 6; word >= from >> 6; word--) {
                    if (!visit(word, from, to, visitor)) {
                        return;
                    }
                }
                to = from;
            }
        }
    }

    private void load(int from, int to, long bottom, long top) {
        keys.load(from, from & SortKeys.CHUNK - 1, to - from);
        keys.below(bottom, belowBottom);
        keys.below(top, belowTop);
    }

    private boolean visit(int word, int from, int to, Visitor visitor) {
        int inChunk = word & belowTop.length - 1;
        long candidates = candidates(word, from, to);
        long below = belowBottom[inChunk] & candidates;
        return visitor.visit(word, inChunk << 6, below, belowTop[inChunk] & candidates & ~below);
    }

    /** Returns the parameters of a word that are in a range and not taken. */
    private long candidates(int word, int from, int to) {
        long bits = -1L;
        if (from > word << 6) {
            bits &= -1L << from;
        }
        if (to - 1 >> 6 == word) {
            bits &= -1L >>> -to;
        }
        return bits & ~taken.frozenWord(word);
    }
}
