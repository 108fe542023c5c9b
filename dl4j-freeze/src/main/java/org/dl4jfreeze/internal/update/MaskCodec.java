package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Encodes the mask as an array, the form in which DL4J's updater state carries it: 1 = frozen, 0 = active, so that a state of
 * zeros, as DL4J creates it, freezes nothing. Reads and writes in place, without another array of that length.
 *
 * <p>When reading, anything above one half is frozen: averaging the states of three workers turns 1 into 0.99999994. If any number
 * is below zero, nothing is frozen: this is not a mask, but work memory of a sample, in a state that another thread copied
 * while the mask's place was in use, see {@link MaskLoan}.
 */
final class MaskCodec {

    private static final double THRESHOLD = 0.5;

    /** Number of entries that are converted at a time; a multiple of 64. */
    private static final int PIECE = 1 << 12;

    private MaskCodec() {}

    static INDArray toArray(FreezeMask mask, DataType type) {
        INDArray array = Nd4j.createUninitialized(type, mask.length());
        write(mask, array);
        return array;
    }

    static void write(FreezeMask mask, INDArray array) {
        double[] piece = new double[Math.min(PIECE, mask.length())];
        for (int from = 0; from < mask.length(); from += PIECE) {
            int count = Math.min(PIECE, mask.length() - from);
            for (int i = 0; i < count; i++) {
                piece[i] = mask.frozenWord(from + i >> 6) >>> i & 1;
            }
            FlatArray.write(array, from, piece, 0, count);
        }
    }

    static FreezeMask read(INDArray array) {
        int length = Math.toIntExact(array.length());
        FlatArrayReader values = new FlatArrayReader().add(0, array);
        FreezeMask.Builder mask = new FreezeMask.Builder(length);
        double[] piece = new double[Math.min(PIECE, length)];
        boolean isMask = true;
        for (int from = 0; from < length && isMask; from += PIECE) {
            int count = Math.min(PIECE, length - from);
            values.read(from, piece, 0, count);
            isMask = noneBelowZero(piece, Math.max(0, MaskLoan.COUNTERS - from), count);
            for (int i = 0; i < count; i += Long.SIZE) {
                mask.freezeWord(from + i >> 6, word(piece, i, Math.min(i + Long.SIZE, count)));
            }
        }
        return isMask ? mask.build() : FreezeMask.none(length);
    }

    /** Tells whether no number is below zero, without branches: -0.0, of which only the sign bit is set, is not below zero. */
    private static boolean noneBelowZero(double[] numbers, int from, int to) {
        long signs = 0;
        for (int i = from; i < to; i++) {
            long bits = Double.doubleToRawLongBits(numbers[i]);
            signs |= bits & bits - 1;
        }
        return signs >= 0;
    }

    /** Packs entries into a word without branches, which a random mask would make unpredictable. */
    private static long word(double[] numbers, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word |= (numbers[i] > THRESHOLD ? 1L : 0L) << i;
        }
        return word;
    }
}
