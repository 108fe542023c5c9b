package org.dl4jfreeze.internal.order.select;

/** Keys of doubles: their bits, inverted but for the sign in negative ones, as in {@link FloatKeys}. */
final class DoubleKeys extends SortKeys {

    private final Doubles values;
    private final double[] read = new double[CHUNK];
    private final long[] keys = new long[CHUNK];
    private final double[] single = new double[1];

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
        for (int word = 0; word < words.length; word++) {
            long below = 0;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                below |= (keys[word * Long.SIZE + bit] < threshold ? 1L : 0L) << bit;
            }
            words[word] = below;
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
