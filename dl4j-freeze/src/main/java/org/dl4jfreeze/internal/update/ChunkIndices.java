package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;

/**
 * The active or the frozen parameters of a part of a mask, without a branch per parameter: the indices are read off the mask's
 * bits, {@value #BATCH} at a time. Those of a batch that are no more than its remainder are written over by the next one.
 */
final class ChunkIndices {

    /** Parameters per chunk: gradient, M and V of a chunk stay in the first-level cache. */
    static final int CHUNK = 2048;

    private static final int BATCH = 8;

    private final int[] indices = new int[CHUNK + BATCH];
    private int count;

    /** The indices found last, counted from the stretch's first parameter; {@link #count()} of them are valid. */
    int[] indices() {
        return indices;
    }

    /** How many were found last. */
    int count() {
        return count;
    }

    /**
     * Collects the frozen or the active parameters of a stretch.
     *
     * @param from index of the first parameter, a multiple of 64
     * @param to   index behind the last one; at most {@link #CHUNK} more, and a multiple of 64 or the mask's length
     * @return this
     */
    ChunkIndices collect(FreezeMask mask, boolean frozen, int from, int to) {
        long flip = frozen ? 0 : -1L;
        int found = 0;
        for (int base = from; base < to; base += Long.SIZE) {
            long wanted = mask.frozenWord(base / Long.SIZE) ^ flip;
            if (to - base < Long.SIZE) {
                wanted &= -1L >>> -(to - base);
            }
            int end = found + Long.bitCount(wanted);
            for (; found < end; found += BATCH) {
                for (int i = 0; i < BATCH; i++, wanted &= wanted - 1) {
                    indices[found + i] = base - from + Long.numberOfTrailingZeros(wanted);
                }
            }
            found = end;
        }
        count = found;
        return this;
    }
}
