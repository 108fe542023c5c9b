package org.dl4jfreeze.order;

/** Keys of floats: their bits, of negative ones the other way round. Loops without branches, which would be taken at random. */
final class FloatKeys extends SortKeys {

    private static final int INFINITY = 0x7f800000;
    private static final int NAN = 0x7fc00000;

    private final FloatBits values;
    private final int[] keys = new int[CHUNK];

    FloatKeys(FloatBits values) {
        this.values = values;
    }

    @Override
    void load(int from, int at, int count) {
        values.read(from, keys, at, count);
        for (int i = at, end = at + count; i < end; i++) {
            keys[i] = keyOf(keys[i]);
        }
    }

    private static int keyOf(int bits) {
        int isNaN = (INFINITY - (bits & Integer.MAX_VALUE)) >> 31;
        return (bits ^ bits >> 31 & Integer.MAX_VALUE) & ~isNaN | NAN & isNaN;
    }

    @Override
    long below(int at, long threshold) {
        long bits = 0;
        for (int i = 0; i < Long.SIZE; i += 8) {
            int a = at + i;
            // the difference of two ints is a long of the right sign
            long eight = (keys[a] - threshold) >>> 63
                    | (keys[a + 1] - threshold) >>> 63 << 1
                    | (keys[a + 2] - threshold) >>> 63 << 2
                    | (keys[a + 3] - threshold) >>> 63 << 3
                    | (keys[a + 4] - threshold) >>> 63 << 4
                    | (keys[a + 5] - threshold) >>> 63 << 5
                    | (keys[a + 6] - threshold) >>> 63 << 6
                    | (keys[a + 7] - threshold) >>> 63 << 7;
            bits |= eight << i;
        }
        return bits;
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
