package org.dl4jfreeze.order;

/** Goes through the keys of all parameters that may be chosen, 64 at a time: those in some ranges that a mask does not freeze. */
final class KeyPass {

    private final SortKeys keys;
    private final ParameterRanges ranges;
    private final FreezeMask taken;

    /** What is done with 64 parameters. */
    interface Visitor {

        /**
         * Looks at the keys in the places from {@code at} on.
         *
         * @param word       number of these 64 in a mask
         * @param at         place of the first one's key; those of other parameters than the candidates mean nothing
         * @param candidates bits of those that may be chosen, at least one
         * @return whether to go on
         */
        boolean visit(int word, int at, long candidates);
    }

    /**
     * A pass over a part of the parameters.
     *
     * @param taken takes no part; may be of length 0 if that is nothing
     */
    KeyPass(SortKeys keys, ParameterRanges ranges, FreezeMask taken) {
        this.keys = keys;
        this.ranges = ranges;
        this.taken = taken;
    }

    /** In ascending order, until the visitor has seen enough; a word that lies in two ranges comes twice, with other candidates. */
    void forEach(Visitor visitor) {
        for (int range = 0; range < ranges.count(); range++) {
            int end = ranges.to(range);
            for (int from = ranges.from(range); from < end; ) {
                int to = (int) Math.min(end, (from | SortKeys.CHUNK - 1) + 1L);
                keys.load(from, from & SortKeys.CHUNK - 1, to - from);
                if (!visitWords(from, to, visitor)) {
                    return;
                }
                from = to;
            }
        }
    }

    private boolean visitWords(int from, int to, Visitor visitor) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            long candidates = candidates(word, from, to);
            if (candidates != 0 && !visitor.visit(word, word << 6 & SortKeys.CHUNK - 1, candidates)) {
                return false;
            }
        }
        return true;
    }

    /** Those of a word that are in a range and not taken. */
    private long candidates(int word, int from, int to) {
        long bits = -1L;
        if (from > word << 6) {
            bits &= -1L << from;
        }
        if (to - 1 >> 6 == word) {
            bits &= -1L >>> -to;
        }
        return word < taken.wordCount() ? bits & ~taken.frozenWord(word) : bits;
    }
}
