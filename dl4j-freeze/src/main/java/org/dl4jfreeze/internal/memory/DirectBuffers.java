package org.dl4jfreeze.internal.memory;

import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * NIO buffers over the memory of an array: element {@code i} of the buffer is element {@code i} of the array or range.
 *
 * <p>Unlike {@code DataBuffer.asNioFloat()}, a buffer starts at position 0, and a small view of a large array (a block of the
 * updater state of a network of more than 134 million parameters) is not limited by the 2 GiB of a NIO buffer. A buffer
 * does not keep the memory alive: callers keep the array reachable while they use it
 * ({@link java.lang.ref.Reference#reachabilityFence}), or the garbage collector frees the memory under them.
 */
public final class DirectBuffers {

    private static volatile boolean enabled = true;

    private DirectBuffers() {}

    /**
     * Switches direct access off, so that everything uses ND4J operations, as it does on other backends than the CPU's: for
     * comparing the two, and for diagnosis. On by default.
     */
    public static void setEnabled(boolean enable) {
        enabled = enable;
    }

    /** Tells whether a single buffer can hold all elements of an array: {@link #isDirect}, and at most 2 GiB. */
    public static boolean isAccessible(INDArray array) {
        return isDirect(array)
                && array.length() <= Integer.MAX_VALUE / array.dataType().width();
    }

    /** Tells whether the ranges of an array can be accessed: CPU backend, FLOAT or DOUBLE, consecutive elements. */
    public static boolean isDirect(INDArray array) {
        return isEnabledFor(array.dataType()) && (array.length() == 1 || array.elementWiseStride() == 1);
    }

    /** Tells whether direct access is on and arrays of a data type allow it: FLOAT and DOUBLE on the CPU backend. */
    public static boolean isEnabledFor(DataType type) {
        return enabled
                && (type == DataType.FLOAT || type == DataType.DOUBLE)
                && Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    }

    /** Returns the memory address of the first element of an array on the CPU backend. */
    public static long addressOf(INDArray array) {
        return array.data().pointer().address()
                + array.offset() * array.dataType().width();
    }

    /** Returns the elements of an {@linkplain #isAccessible accessible} FLOAT array. */
    public static FloatBuffer floats(INDArray array) {
        return floats(array, 0, (int) array.length());
    }

    /** Returns the elements of an {@linkplain #isAccessible accessible} DOUBLE array. */
    public static DoubleBuffer doubles(INDArray array) {
        return doubles(array, 0, (int) array.length());
    }

    /** Returns a range, of at most 2 GiB, of a {@linkplain #isDirect direct} FLOAT array. */
    public static FloatBuffer floats(INDArray array, long from, int count) {
        return floatsAt(array, from, count).asBuffer();
    }

    /** Returns the bits of a range, of at most 2 GiB, of a {@linkplain #isDirect direct} FLOAT array. */
    static IntBuffer floatBits(INDArray array, long from, int count) {
        return floatsAt(array, from, count)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
    }

    private static FloatPointer floatsAt(INDArray array, long from, int count) {
        FloatPointer base = (FloatPointer) array.data().pointer();
        return base.<FloatPointer>getPointer(array.offset() + from).capacity(count);
    }

    /** Returns a range, of at most 2 GiB, of a {@linkplain #isDirect direct} DOUBLE array. */
    public static DoubleBuffer doubles(INDArray array, long from, int count) {
        DoublePointer base = (DoublePointer) array.data().pointer();
        return base.<DoublePointer>getPointer(array.offset() + from)
                .capacity(count)
                .asBuffer();
    }
}
