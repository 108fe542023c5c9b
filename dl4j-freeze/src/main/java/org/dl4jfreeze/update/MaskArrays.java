package org.dl4jfreeze.update;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.memory.DirectBuffers;
import org.dl4jfreeze.memory.VectorReader;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.SortKeys;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The mask as an array, the form in which DL4J's updater state carries it: 1 = frozen, 0 = active, so that a state of
 * zeros, as DL4J makes them, freezes nothing. Read and written in place, without another array of that length.
 *
 * <p>On reading, anything above one half is frozen: averaging the states of three workers turns 1 into 0.99999994.
 */
final class MaskArrays {

    private static final float THRESHOLD = 0.5f;

    /** So many entries are handed to ND4J at a time. */
    private static final int PIECE = 1 << 16;

    private MaskArrays() {}

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
        VectorReader values = new VectorReader().add(0, array);
        SortKeys keys = values.hasFloatBits() ? SortKeys.ofFloats(values::readBits) : SortKeys.ofDoubles(values::read);
        return keys.above(Math.toIntExact(array.length()), THRESHOLD);
    }
}
