package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.VectorReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The mask as an array, the form in which DL4J's updater state carries it: 1 = frozen, 0 = active, so that a state of
 * zeros, as DL4J makes them, freezes nothing. Read and written in place, without another array of that length.
 *
 * <p>On reading, anything above one half is frozen: averaging the states of three workers turns 1 into 0.99999994. Nothing is
 * where numbers below zero say that these are no masks, but work memory of a sample: a state that was copied by another thread
 * while it was lent, see {@link MaskLoan}.
 */
final class MaskCodec {

    private static final float THRESHOLD = 0.5f;

    /** Bits of floats above zero are ordered as these are, and NaN is beyond infinity. */
    private static final long THRESHOLD_BITS = Float.floatToIntBits(THRESHOLD);

    private static final long INFINITY_BITS = Float.floatToIntBits(Float.POSITIVE_INFINITY);

    /** So many entries are looked at at a time; a multiple of 64. */
    private static final int PIECE = 1 << 12;

    private MaskCodec() {}

    static INDArray toArray(FreezeMask mask, DataType type) {
        INDArray array = Nd4j.createUninitialized(type, mask.length());
        writePieces(mask, array);
        return array;
    }

    static void write(FreezeMask mask, INDArray array) {
        if (!DirectBuffers.isAccessible(array)) {
            writePieces(mask, array);
        } else if (array.dataType() == DataType.FLOAT) {
            FloatBuffer values = DirectBuffers.floats(array);
            for (int i = 0; i < mask.length(); i++) {
                values.put(i, mask.frozenWord(i >> 6) >>> i & 1);
            }
        } else {
            DoubleBuffer values = DirectBuffers.doubles(array);
            for (int i = 0; i < mask.length(); i++) {
                values.put(i, mask.frozenWord(i >> 6) >>> i & 1);
            }
        }
        Reference.reachabilityFence(array);
    }

    private static void writePieces(FreezeMask mask, INDArray array) {
        for (int from = 0; from < mask.length(); from += PIECE) {
            float[] piece = new float[Math.min(PIECE, mask.length() - from)];
            for (int i = 0; i < piece.length; i++) {
                piece[i] = 1 - mask.alpha(from + i);
            }
            array.get(NDArrayIndex.interval(from, from + piece.length))
                    .assign(Nd4j.createFromArray(piece).castTo(array.dataType()));
        }
    }

    static FreezeMask read(INDArray array) {
        int length = Math.toIntExact(array.length());
        VectorReader values = new VectorReader().add(0, array);
        FreezeMask.Builder mask = new FreezeMask.Builder(length);
        int[] bits = new int[values.hasFloatBits() ? Math.min(PIECE, length) : 0];
        double[] numbers = new double[values.hasFloatBits() ? 0 : Math.min(PIECE, length)];
        boolean isMask = true;
        for (int from = 0; from < length && isMask; from += PIECE) {
            int count = Math.min(PIECE, length - from);
            int first = Math.max(0, MaskLoan.COUNTERS - from);
            if (values.hasFloatBits()) {
                values.readBits(from, bits, 0, count);
                isMask = noneBelowZero(bits, first, count);
            } else {
                values.read(from, numbers, 0, count);
                isMask = noneBelowZero(numbers, first, count);
            }
            for (int i = 0; i < count; i += Long.SIZE) {
                int end = Math.min(i + Long.SIZE, count);
                mask.freezeWord(from + i >> 6, values.hasFloatBits() ? word(bits, i, end) : word(numbers, i, end));
            }
        }
        return isMask ? mask.build() : FreezeMask.none(length);
    }

    /** Without branches: of -0.0 nothing but the sign bit is set. */
    private static boolean noneBelowZero(int[] bits, int from, int to) {
        int signs = 0;
        for (int i = from; i < to; i++) {
            signs |= bits[i] & bits[i] - 1;
        }
        return signs >= 0;
    }

    private static boolean noneBelowZero(double[] numbers, int from, int to) {
        boolean none = true;
        for (int i = from; i < to; i++) {
            none &= !(numbers[i] < 0);
        }
        return none;
    }

    /** Without branches, which a random mask would send astray; the differences of ints are longs of the right sign. */
    private static long word(int[] bits, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (THRESHOLD_BITS - bits[i] & ~(INFINITY_BITS - bits[i])) >>> 63 << i;
        }
        return word;
    }

    private static long word(double[] numbers, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (numbers[i] > THRESHOLD ? 1L : 0L) << i;
        }
        return word;
    }
}
