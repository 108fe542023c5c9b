package org.dl4jfreeze.internal.order.select;

/** Keys of doubles: their bits, inverted but for the sign in negative ones, as in {@link FloatKeys}. */
final class DoubleKeys extends SortKeys {

    private static final int COLUMNS = CHUNK / Long.SIZE;

    private final Doubles values;
    private final double[] read = new double[CHUNK];
    private final long[] keys = new long[CHUNK];
    private final double[] single = new double[1];
    private final long[] bits = new long[CHUNK];

    DoubleKeys(Doubles values) {
        this.values = values;
    }

    @Override
    SortKeys fork() {
        return new DoubleKeys(values);
    }

    @Override
    void load(int from, int at, int count) {
        values.read(from, read, at, count);
        for (int i = 0; i < CHUNK; i++) {
            keys[i] = keyOf(read[i]);
        }
    }

    @Override
    long read(int index) {
        values.read(index, single, 0, 1);
        return keyOf(single[0]);
    }

    @Override
    void below(long threshold, long[] words) {
        compare(threshold);
        fold();
        System.arraycopy(bits, 0, words, 0, COLUMNS);
        BitMatrix.transpose(words);
    }

    private void compare(long threshold) {
        for (int i = 0; i < CHUNK; i++) {
            long key = keys[i];
            bits[i] = (key & ~threshold | ~(key ^ threshold) & (key - threshold)) >>> 63;
        }
    }

    private void fold() {
        for (int i = 0; i < 32 * COLUMNS; i++) {
            bits[i] |= bits[i + 32 * COLUMNS] << 32;
        }
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

    @Override
    long key(int at) {
        return keys[at];
    }

    @Override
    long keyOf(double value) {
        // all NaNs have the same bits here
        long bits = Double.doubleToLongBits(value);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }
}
