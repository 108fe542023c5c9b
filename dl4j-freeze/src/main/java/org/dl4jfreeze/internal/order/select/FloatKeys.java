package org.dl4jfreeze.internal.order.select;

/**
 * Keys of floats: their bits, inverted but for the sign in negative ones. The loops have no branches, which would be
 * mispredicted, so that the compiler vectorises them.
 */
final class FloatKeys extends SortKeys {

    private static final int INFINITY = 0x7f800000;
    private static final int NAN = 0x7fc00000;

    private static final int COLUMNS = CHUNK / Integer.SIZE;

    private final FloatBits values;
    private final int[] keys = new int[CHUNK];
    private final int[] single = new int[1];
    private final int[] bits = new int[CHUNK];
    private final long[] matrix = new long[Integer.SIZE];

    FloatKeys(FloatBits values) {
        this.values = values;
    }

    @Override
    SortKeys fork() {
        return new FloatKeys(values);
    }

    @Override
    void load(int from, int at, int count) {
        values.read(from, keys, at, count);
        // always the whole chunk: a loop with varying length is compiled worse
        for (int i = 0; i < CHUNK; i++) {
            keys[i] = keyOf(keys[i]);
        }
    }

    @Override
    long read(int index) {
        values.read(index, single, 0, 1);
        return keyOf(single[0]);
    }

    private static int keyOf(int bits) {
        int isNaN = (INFINITY - (bits & Integer.MAX_VALUE)) >> 31;
        return (bits ^ bits >> 31 & Integer.MAX_VALUE) & ~isNaN | NAN & isNaN;
    }

    @Override
    void below(long threshold, long[] words) {
        compare((int) threshold);
        fold();
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < Integer.SIZE; i++) {
                int column = half * Long.SIZE + i;
                matrix[i] = bits[column] & 0xffffffffL | (long) bits[column + Integer.SIZE] << Integer.SIZE;
            }
            transpose(matrix);
            for (int row = 0; row < Integer.SIZE; row++) {
                words[2 * row + half] = matrix[row];
            }
        }
    }

    private void compare(int threshold) {
        for (int i = 0; i < CHUNK; i++) {
            int key = keys[i];
            // the sign of the difference if that does not overflow, else the sign of the key
            bits[i] = (key & ~threshold | ~(key ^ threshold) & (key - threshold)) >>> 31;
        }
    }

    /**
     * Packs the second half of the rows next to the first, five times: in the end bit {@code r} of column {@code c} is that of
     * row {@code r}. Distances are constants, so that the compiler sees that the halves don't overlap.
     */
    private void fold() {
        for (int i = 0; i < 16 * COLUMNS; i++) {
            bits[i] |= bits[i + 16 * COLUMNS] << 16;
        }
        for (int i = 0; i < 8 * COLUMNS; i++) {
            bits[i] |= bits[i + 8 * COLUMNS] << 8;
        }
        for (int i = 0; i < 4 * COLUMNS; i++) {
            bits[i] |= bits[i + 4 * COLUMNS] << 4;
        }
        for (int i = 0; i < 2 * COLUMNS; i++) {
            bits[i] |= bits[i + 2 * COLUMNS] << 2;
        }
        for (int i = 0; i < COLUMNS; i++) {
            bits[i] |= bits[i + COLUMNS] << 1;
        }
    }

    /**
     * Swaps bit {@code c} of {@code rows[r]} and bit {@code r} of {@code rows[c]} in two matrices side by side, 32 rows of twice 32
     * bits (Warren, Hacker's Delight, 7-3).
     */
    private static void transpose(long[] rows) {
        long mask = 0x0000FFFF0000FFFFL;
        for (int j = Integer.SIZE >> 1; j != 0; j >>= 1, mask ^= mask << j) {
            for (int k = 0; k < Integer.SIZE; k = k + j + 1 & ~j) {
                long swapped = (rows[k] >>> j ^ rows[k + j]) & mask;
                rows[k] ^= swapped << j;
                rows[k + j] ^= swapped;
            }
        }
    }

    @Override
    long key(int at) {
        return keys[at];
    }

    @Override
    long keyOf(double value) {
        return keyOf(Float.floatToRawIntBits((float) value));
    }
}
