package org.dl4jfreeze.internal.statistics;

import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One bit per parameter: whether any of the vectors that were added was other than 0 there. Not thread-safe. */
final class NonZeroBits {

    private static final int WORDS = 64;
    private static final int PIECE = WORDS * Long.SIZE;
    private static final int NO_SIGN = Integer.MAX_VALUE;
    private static final long[] NONE = new long[WORDS];

    private final int length;
    /** The bits, packed; those beyond the last parameter are set. */
    private final long[] words;
    /** The elements of a piece: bits of floats, or doubles. */
    private int[] bits;

    private double[] numbers;

    NonZeroBits(int length) {
        this(length, new long[(length + Long.SIZE - 1) / Long.SIZE]);
        if (length % Long.SIZE != 0) {
            words[words.length - 1] = -1L << length;
        }
    }

    private NonZeroBits(int length, long[] words) {
        this.length = length;
        this.words = words;
    }

    NonZeroBits copy() {
        return new NonZeroBits(length, words.clone());
    }

    int length() {
        return length;
    }

    boolean get(int index) {
        return (words[index >> 6] >>> index & 1) != 0;
    }

    void set(int index) {
        words[index >> 6] |= 1L << index;
    }

    void add(NonZeroBits other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    /** Sets the bits of the elements that are not 0. */
    void addNonZero(INDArray vector) {
        addNonZero(vector, null);
    }

    /** Sets the bits of the elements that are not 0, except where those of another vector are not 0 either. */
    void addNonZero(INDArray vector, INDArray except) {
        FlatArrayReader values = null;
        FlatArrayReader excepted = null;
        for (int first = 0; first < words.length; first += WORDS) {
            int end = Math.min(first + WORDS, words.length);
            if (isFull(first, end)) {
                continue;
            }
            if (values == null) {
                values = new FlatArrayReader().add(0, vector);
                excepted = except == null ? null : new FlatArrayReader().add(0, except);
            }
            if (read(values, first, end)) {
                long[] found = nonZero(values, first, end);
                long[] not = excepted != null && read(excepted, first, end) ? nonZero(excepted, first, end) : NONE;
                for (int i = 0; i < found.length; i++) {
                    words[first + i] |= found[i] & ~not[i];
                }
            }
        }
    }

    private boolean isFull(int first, int end) {
        long all = -1;
        for (int i = first; i < end; i++) {
            all &= words[i];
        }
        return all == -1;
    }

    /** Reads a piece; returns whether anything in it may be other than 0, which is found out fast for floats. */
    private boolean read(FlatArrayReader values, int first, int end) {
        int from = first * Long.SIZE;
        int count = Math.min(length - from, (end - first) * Long.SIZE);
        if (!values.hasFloatBits()) {
            numbers = numbers == null ? new double[PIECE] : numbers;
            values.read(from, numbers, 0, count);
            return true;
        }
        bits = bits == null ? new int[PIECE] : bits;
        values.readBits(from, bits, 0, count);
        int any = 0;
        for (int i = 0; i < count; i++) {
            any |= bits[i];
        }
        return (any & NO_SIGN) != 0;
    }

    /** Packs the words of a piece that are not full yet. */
    private long[] nonZero(FlatArrayReader values, int first, int end) {
        long[] found = new long[end - first];
        for (int word = first; word < end; word++) {
            int from = (word - first) * Long.SIZE;
            int to = Math.min(from + Long.SIZE, length - first * Long.SIZE);
            if (words[word] != -1) {
                found[word - first] = values.hasFloatBits() ? wordOfBits(from, to) : wordOfNumbers(from, to);
            }
        }
        return found;
    }

    private long wordOfBits(int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            // without branches: every number but 0 carries into the sign
            word |= (long) ((bits[i] & NO_SIGN) + NO_SIGN >>> 31) << i;
        }
        return word;
    }

    private long wordOfNumbers(int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (numbers[i] != 0 ? 1L : 0L) << i;
        }
        return word;
    }
}
