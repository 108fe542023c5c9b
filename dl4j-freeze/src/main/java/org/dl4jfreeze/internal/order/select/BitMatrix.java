package org.dl4jfreeze.internal.order.select;

/** Transposes bit matrices: loops over many values at a time produce their bits in rows instead of columns. */
final class BitMatrix {

    private BitMatrix() {}

    /**
     * Swaps bit {@code c} of {@code rows[r]} and bit {@code r} of {@code rows[c]} (Warren, Hacker's Delight, 7-3).
     *
     * @param rows two matrices side by side, 32 rows of twice 32 bits
     */
    static void transpose(long[] rows) {
        long mask = 0x0000FFFF0000FFFFL;
        for (int j = Integer.SIZE >> 1; j != 0; j >>= 1, mask ^= mask << j) {
            for (int k = 0; k < Integer.SIZE; k = k + j + 1 & ~j) {
                long swapped = (rows[k] >>> j ^ rows[k + j]) & mask;
                rows[k] ^= swapped << j;
                rows[k + j] ^= swapped;
            }
        }
    }
}
