package org.dl4jfreeze.update;

import org.dl4jfreeze.order.FreezeMask;

/**
 * Walks over the active parameters of a mask, a chunk at a time, without a branch per parameter: the indices are read off
 * the mask's bits.
 */
final class ActiveIndices {

    /** Parameters per chunk: gradient, M and V of a chunk stay in the first-level cache. */
    static final int CHUNK = 2048;

    private static final int CHUNK_WORDS = CHUNK / Long.SIZE;

    private final int[] indices = new int[CHUNK];

    /** The indices found by the last {@link #collect}; as many of them are valid as it returned. */
    int[] indices() {
        return indices;
    }

    /**
     * Collects the active parameters of the chunk that begins at {@code start}, a multiple of {@link #CHUNK}.
     *
     * @return how many there are
     */
    int collect(FreezeMask mask, int start) {
        int firstWord = start / Long.SIZE;
        int lastWord = Math.min(mask.wordCount(), firstWord + CHUNK_WORDS);
        int count = 0;
        for (int w = firstWord; w < lastWord; w++) {
            int base = w * Long.SIZE;
            long active = ~mask.frozenWord(w);
            if (mask.length() - base < Long.SIZE) {
                active &= -1L >>> -(mask.length() - base);
            }
            for (; active != 0; active &= active - 1) {
                indices[count++] = base + Long.numberOfTrailingZeros(active);
            }
        }
        return count;
    }
}
