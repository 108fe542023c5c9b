package org.dl4jfreeze.internal.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Arrays in C order, of any size: created outside of workspaces, and read, written, copied and streamed by range of linear
 * indices. In direct memory where that is possible, elsewhere by ND4J operations, with the same result.
 */
public final class FlatArray {

    /** How many elements are converted at a time. */
    public static final int PIECE = 8192;

    private FlatArray() {}

    @SuppressWarnings("try")
    public static INDArray zeros(DataType type, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, shape);
        }
    }

    @SuppressWarnings("try")
    public static INDArray uninitialised(DataType type, long... shape) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, shape);
        }
    }

    /** Returns a copy in DOUBLE that may be overwritten. */
    @SuppressWarnings("try")
    public static INDArray doubleCopy(INDArray array) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return array.dataType() == DataType.DOUBLE ? array.dup('c') : array.castTo(DataType.DOUBLE);
        }
    }

    /** Casts an array in half precision to FLOAT, where squares do not vanish; returns others as they are. */
    public static INDArray atLeastFloat(INDArray array) {
        DataType type = array.dataType();
        return type == DataType.FLOAT || type == DataType.DOUBLE ? array : array.castTo(DataType.FLOAT);
    }

    /** Frees the memory of an array now, without waiting for the garbage collector; ignores null. */
    public static void release(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    /** Reads {@code count} elements into the target, beginning at its index {@code at}. */
    public static void read(INDArray array, long from, double[] target, int at, int count) {
        if (!DirectBuffers.isEnabledFor(array.dataType())) {
            double[] values = range(array, from, count).castTo(DataType.DOUBLE).toDoubleVector();
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

    public static double read(INDArray array, long index) {
        double[] one = new double[1];
        read(array, index, one, 0, 1);
        return one[0];
    }

    /** Writes {@code count} elements of the source, beginning with its index {@code from}, rounded to the array's type. */
    public static void write(INDArray array, long to, double[] source, int from, int count) {
        if (!DirectBuffers.isEnabledFor(array.dataType())) {
            double[] values = new double[count];
            System.arraycopy(source, from, values, 0, count);
            range(array, to, count).assign(Nd4j.createFromArray(values).castTo(array.dataType()));
        } else if (array.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = DirectBuffers.floats(array, to, count);
            for (int i = 0; i < count; i++) {
                buffer.put(i, (float) source[from + i]);
            }
        } else {
            DirectBuffers.doubles(array, to, count).put(source, from, count);
        }
        Reference.reachabilityFence(array);
    }

    /** Copies between arrays, bit for bit if they are of one data type; the source may be a view of consecutive elements. */
    public static void copy(INDArray source, long from, INDArray target, long to, long count) {
        DataType type = target.dataType();
        if (source.dataType() == type && DirectBuffers.isEnabledFor(type) && DirectBuffers.isDirect(source)) {
            Pointer.memcpy(pointer(target, to), pointer(source, from), count * type.width());
        } else {
            range(target, to, count).assign(range(source, from, count).castTo(type));
        }
        Reference.reachabilityFence(source);
        Reference.reachabilityFence(target);
    }

    /** Multiplies consecutive elements by a factor. */
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

    /** Returns a view of consecutive elements. */
    public static INDArray range(INDArray array, long from, long count) {
        return array.reshape(array.length()).get(NDArrayIndex.interval(from, from + count));
    }

    /** Returns the address of an element, for native calls; the caller keeps the array reachable. */
    public static Pointer pointer(INDArray array, long index) {
        return array.data().pointer().getPointer(array.offset() + index);
    }

    /** Writes all elements of a FLOAT or DOUBLE array as bytes, little-endian and bit for bit. */
    public static void write(INDArray array, OutputStream out) throws IOException {
        ByteBuffer bytes = pieceOf(array);
        int width = array.dataType().width();
        for (long from = 0; from < array.length(); from += PIECE) {
            int count = (int) Math.min(PIECE, array.length() - from);
            if (array.dataType() == DataType.FLOAT) {
                bytes.asFloatBuffer().put(floats(array, from, count));
            } else {
                bytes.asDoubleBuffer().put(doubles(array, from, count));
            }
            out.write(bytes.array(), 0, count * width);
        }
        Reference.reachabilityFence(array);
    }

    /**
     * Reads all elements of an array from the bytes that {@link #write(INDArray, OutputStream)} wrote.
     *
     * @throws EOFException if the stream ends before
     */
    public static void read(InputStream in, INDArray array) throws IOException {
        ByteBuffer bytes = pieceOf(array);
        int width = array.dataType().width();
        for (long from = 0; from < array.length(); from += PIECE) {
            int count = (int) Math.min(PIECE, array.length() - from);
            int missing = count * width - in.readNBytes(bytes.array(), 0, count * width);
            if (missing > 0) {
                throw new EOFException("Unexpected end of the data: at least " + missing + " bytes are missing");
            }
            boolean direct = DirectBuffers.isDirect(array);
            if (array.dataType() == DataType.FLOAT) {
                float[] values = new float[count];
                bytes.asFloatBuffer().get(values);
                if (direct) {
                    DirectBuffers.floats(array, from, count).put(values);
                } else {
                    range(array, from, count).assign(Nd4j.createFromArray(values));
                }
            } else {
                double[] values = new double[count];
                bytes.asDoubleBuffer().get(values);
                if (direct) {
                    DirectBuffers.doubles(array, from, count).put(values);
                } else {
                    range(array, from, count).assign(Nd4j.createFromArray(values));
                }
            }
        }
        Reference.reachabilityFence(array);
    }

    private static ByteBuffer pieceOf(INDArray array) {
        int elements = (int) Math.min(array.length(), PIECE);
        return ByteBuffer.allocate(elements * array.dataType().width()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static FloatBuffer floats(INDArray array, long from, int count) {
        return DirectBuffers.isDirect(array)
                ? DirectBuffers.floats(array, from, count)
                : FloatBuffer.wrap(range(array, from, count).toFloatVector());
    }

    private static DoubleBuffer doubles(INDArray array, long from, int count) {
        return DirectBuffers.isDirect(array)
                ? DirectBuffers.doubles(array, from, count)
                : DoubleBuffer.wrap(range(array, from, count).toDoubleVector());
    }
}
