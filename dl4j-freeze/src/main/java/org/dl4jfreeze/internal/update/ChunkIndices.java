package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;

/**
 * Lists the active or the frozen parameters of a part of a mask, without a branch per parameter: the indices are computed from the
 * mask's bits, {@value #BATCH} at a time; surplus entries of a batch are overwritten by the next one.
 */
final class ChunkIndices {

    /** Parameters per chunk, whose gradient, M and V fit into the first-level cache. */
    static final int CHUNK = 2048;

    private static final int BATCH = 8;

    private final int[] indices = new int[CHUNK + BATCH];
    private int count;

    /** Returns the indices found last, relative to the first parameter; {@link #count()} of them are valid. */
    int[] indices() {
        return indices;
    }

    /** Returns the number of indices found last. */
    int count() {
        return count;
    }

    /**
     * Collects the frozen or the active parameters of a range.
     *
     * @param from index of the first parameter, a multiple of 64
     * @param to   index past the end (exclusive); at most {@link #CHUNK} more, and a multiple of 64 or the mask's length
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
