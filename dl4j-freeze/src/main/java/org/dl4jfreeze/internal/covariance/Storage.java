package org.dl4jfreeze.internal.covariance;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Arrays outside of workspaces, in C order, and stretches of them read and written by linear index: over direct memory, or by
 * ND4J operations elsewhere.
 */
public final class Storage {

    /** How many elements are converted at a time. */
    static final int PIECE = 8192;

    private Storage() {}

    @SuppressWarnings("try")
    public static INDArray zeros(DataType type, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, shape);
        }
    }

    @SuppressWarnings("try")
    static INDArray uninitialised(DataType type, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, shape);
        }
    }

    /** A copy in DOUBLE, to be overwritten. */
    @SuppressWarnings("try")
    static INDArray doubleCopy(INDArray array) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return array.dataType() == DataType.DOUBLE ? array.dup('c') : array.castTo(DataType.DOUBLE);
        }
    }

    /** Frees the memory of an array now, and not when the collector finds it; null is fine. */
    public static void release(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    static void read(INDArray array, long from, double[] target, int at, int count) {
        if (!DirectBuffers.isEnabledFor(array.dataType())) {
            double[] values =
                    stretch(array, from, count).castTo(DataType.DOUBLE).toDoubleVector();
            System.arraycopy(values, 0, target, at, count);
        } else if (array.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = DirectBuffers.floats(array, from, count);
            for (int i = 0; i < count; i++) {
                target[at + i] = buffer.get(i);
            }
        } else {
            DirectBuffers.doubles(array, from, count).get(target, at, count);
        }
        Reference.reachabilityFence(array);
    }

    static double read(INDArray array, long index) {
        double[] one = new double[1];
        read(array, index, one, 0, 1);
        return one[0];
    }

    static void write(INDArray array, long to, double[] source, int from, int count) {
        if (!DirectBuffers.isEnabledFor(array.dataType())) {
            double[] values = new double[count];
            System.arraycopy(source, from, values, 0, count);
            stretch(array, to, count).assign(Nd4j.createFromArray(values).castTo(array.dataType()));
        } else if (array.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = DirectBuffers.floats(array, to, count);
            for (int i = 0; i < count; i++) {
                buffer.put(i, (float) source[from + i]);
            }
        } else {
            DoubleBuffer buffer = DirectBuffers.doubles(array, to, count);
            buffer.put(source, from, count);
        }
        Reference.reachabilityFence(array);
    }

    /** Copies between arrays of one data type, bit by bit; the source may be a view of consecutive elements. */
    static void copy(INDArray source, long from, INDArray target, long to, long count) {
        DataType type = target.dataType();
        boolean direct = source.dataType() == type
                && DirectBuffers.isEnabledFor(type)
                && (source.length() == 1 || source.elementWiseStride() == 1);
        if (direct) {
            Pointer.memcpy(pointer(target, to), pointer(source, from), count * type.width());
        } else {
            stretch(target, to, count).assign(stretch(source, from, count).castTo(type));
        }
        Reference.reachabilityFence(source);
        Reference.reachabilityFence(target);
    }

    /** Multiplies consecutive elements. */
    public static void scale(INDArray array, long from, long count, double factor) {
        double[] piece = new double[(int) Math.min(count, PIECE)];
        for (long done = 0; done < count; done += piece.length) {
            int length = (int) Math.min(piece.length, count - done);
            read(array, from + done, piece, 0, length);
            for (int i = 0; i < length; i++) {
                piece[i] *= factor;
            }
            write(array, from + done, piece, 0, length);
        }
    }

    /** A view of consecutive elements. */
    static INDArray stretch(INDArray array, long from, long count) {
        return array.reshape(array.length()).get(NDArrayIndex.interval(from, from + count));
    }

    /** Where an element lies; the caller keeps the array reachable. */
    static Pointer pointer(INDArray array, long index) {
        return array.data().pointer().getPointer(array.offset() + index);
    }
}
