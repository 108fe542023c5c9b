package org.dl4jfreeze.internal.order.select;

/**
 * Reads sort keys of values: whole numbers in the order in which {@link Double#compare} orders the values, -0.0 before 0.0, NaN last,
 * and all NaNs equal. Computed for {@value #CHUNK} values at a time from where these are stored, so that the values are never
 * copied as a whole. Not thread-safe; {@link LowestSelection} forks one for each of its threads.
 */
public abstract class SortKeys {

    /** Number of values per chunk: 64 words of a mask, small enough for the innermost cache. */
    static final int CHUNK = 4096;

    SortKeys() {}

    /**
     * Reads values that are floats, as their bits. Stateless: several threads call it concurrently, unless the selection is one
     * {@link LowestSelection#inOneThread()}.
     */
    public interface FloatBits {

        /** Reads {@code count} consecutive values from an index on, as {@link Float#floatToRawIntBits} returns them. */
        void read(int from, int[] target, int at, int count);
    }

    /** Reads values that are doubles. Stateless, as {@link FloatBits}. */
    public interface Doubles {

        /** Reads {@code count} consecutive values from an index on. */
        void read(int from, double[] target, int at, int count);
    }

    public static SortKeys ofFloats(FloatBits values) {
        return new FloatKeys(values);
    }

    /** Returns the keys of doubles, or of floats that are read as doubles: the order is the same. */
    public static SortKeys ofDoubles(Doubles values) {
        return new DoubleKeys(values);
    }

    /** Returns the keys of the same values, with separate scratch memory, for another thread. */
    abstract SortKeys fork();

    /** Computes the keys of {@code count} values, for positions from {@code at} on. */
    abstract void load(int from, int at, int count);

    /** Sets bit {@code b} of word {@code w} to 1 where the key at position {@code 64 w + b} is less than a threshold, else to 0. */
    abstract void below(long threshold, long[] words);

    /** Returns the key at a position. */
    abstract long key(int at);

    /** Computes a single key, without changing those at their positions. */
    abstract long read(int index);

    /** Returns the key of a value. */
    abstract long keyOf(double value);

    /** Returns the lowest possible key. */
    long lowest() {
        return keyOf(Double.NEGATIVE_INFINITY);
    }

    /** Returns the highest possible key. */
    long highest() {
        return keyOf(Double.NaN);
    }
}
