package org.dl4jfreeze.order;

/** Keys of doubles: their bits, of negative ones the other way round. */
final class DoubleKeys extends SortKeys {

    private final Doubles values;
    private final double[] read = new double[CHUNK];
    private final long[] keys = new long[CHUNK];

    DoubleKeys(Doubles values) {
        this.values = values;
    }

    @Override
    void load(int from, int at, int count) {
        values.read(from, read, at, count);
        for (int i = at, end = at + count; i < end; i++) {
            keys[i] = keyOf(read[i]);
        }
    }

    @Override
    long below(int at, long threshold) {
        long bits = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            long key = keys[at + i];
            // the sign of the difference where that does not overflow, else the key's
            long isLess = (key & ~threshold | ~(key ^ threshold) & (key - threshold)) >>> 63;
            bits |= isLess << i;
        }
        return bits;
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
