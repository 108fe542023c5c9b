package org.dl4jfreeze.internal.order.select;

/** Transposes bit matrices: loops over many values at a time produce their bits in rows instead of columns. */
final class BitMatrix {

    private BitMatrix() {}

    /**
     * Swaps bit {@code c} of {@code rows[r]} and bit {@code r} of {@code rows[c]} (Warren, Hacker's Delight, 7-3).
     *
     * @param rows 64 rows of 64 bits, or two matrices side by side, 32 rows of twice 32 bits
     */
    static void transpose(long[] rows) {
        int size = rows.length;
        long mask = size == Long.SIZE ? 0x00000000FFFFFFFFL : 0x0000FFFF0000FFFFL;
        for (int j = size >> 1; j != 0; j >>= 1, mask ^= mask << j) {
            for (int k = 0; k < size; k = k + j + 1 & ~j) {
                long swapped = (rows[k] >>> j ^ rows[k + j]) & mask;
                rows[k] ^= swapped << j;
                rows[k + j] ^= swapped;
            }
        }
    }
}
