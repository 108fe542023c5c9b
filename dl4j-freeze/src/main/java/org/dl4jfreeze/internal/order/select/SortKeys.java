package org.dl4jfreeze.internal.order.select;

/**
 * Values as whole numbers that are ordered as {@link Double#compare} orders the values: -0.0 before 0.0, NaN last, and all NaNs
 * alike. They are made for {@value #CHUNK} values at a time, from wherever these lie: nothing is copied as a whole. Not
 * thread-safe; {@link LowestSelection} makes further ones of the same values, one for each of its threads.
 */
public abstract class SortKeys {

    /** So many values are looked at at a time; 64 words of a mask, and little enough for the innermost cache. */
    static final int CHUNK = 4096;

    SortKeys() {}

    /**
     * Values that are floats, as their bits. Reading keeps nothing between calls: several threads read at a time, in any order, unless
     * the selection is one {@link LowestSelection#inOneThread()}.
     */
    public interface FloatBits {

        /**
         * Reads the bits of consecutive values, as {@link Float#floatToRawIntBits} gives them.
         *
         * @param from   index of the first value
         * @param target where to
         * @param at     index of the first one in the target
         * @param count  how many
         */
        void read(int from, int[] target, int at, int count);
    }

    /** Values that are doubles. Reading keeps nothing between calls, as in {@link FloatBits}. */
    public interface Doubles {

        /**
         * Reads consecutive values.
         *
         * @param from   index of the first value
         * @param target where to
         * @param at     index of the first one in the target
         * @param count  how many
         */
        void read(int from, double[] target, int at, int count);
    }

    /**
     * The keys of floats.
     *
     * @param values the values, which several threads may read at a time
     * @return their keys
     */
    public static SortKeys ofFloats(FloatBits values) {
        return new FloatKeys(values);
    }

    /**
     * The keys of doubles, or of floats that are read as such: they are ordered alike.
     *
     * @param values the values, which several threads may read at a time
     * @return their keys
     */
    public static SortKeys ofDoubles(Doubles values) {
        return new DoubleKeys(values);
    }

    /** The keys of the same values, in work memory of their own: for another thread. */
    abstract SortKeys fork();

    /** Makes the keys of {@code count} values, to be found from place {@code at} on. */
    abstract void load(int from, int at, int count);

    /** Bit {@code b} of word {@code w} is to be 1 where the key in place {@code 64 w + b} is less than a threshold. */
    abstract void below(long threshold, long[] words);

    /** The key in a place. */
    abstract long key(int at);

    /** Makes a single key, and leaves those in their places alone. */
    abstract long read(int index);

    /** The key of a value. */
    abstract long keyOf(double value);

    /** The least of all keys. */
    long lowest() {
        return keyOf(Double.NEGATIVE_INFINITY);
    }

    /** The greatest of all keys. */
    long highest() {
        return keyOf(Double.NaN);
    }
}
