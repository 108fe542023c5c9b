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
 * NIO buffers over the memory of an array: element {@code i} of the buffer is element {@code i} of the array.
 *
 * <p>Unlike {@code DataBuffer.asNioFloat()} a view starts at position 0, and a small view of a large array (a block of the
 * updater state of a network of more than 134 million parameters) is not limited by the 2 GiB of a NIO buffer. The buffer
 * does not keep the memory alive: callers keep the array reachable until they are done
 * ({@link java.lang.ref.Reference#reachabilityFence}), or the collector frees what they still read.
 */
public final class DirectBuffers {

    private static volatile boolean enabled = true;

    private DirectBuffers() {}

    /**
     * Switches direct access off, so that everything takes the path of ND4J operations that other backends than the CPU
     * take: for comparing the two, and for diagnosis. On by default.
     *
     * @param enable whether {@link #isAccessible} may ever hold
     */
    public static void setEnabled(boolean enable) {
        enabled = enable;
    }

    /**
     * Whether the elements of an array can be read and written through these buffers: CPU backend, FLOAT or DOUBLE,
     * consecutive elements, at most 2 GiB.
     *
     * @param array an array
     * @return whether {@link #floats} or {@link #doubles} can be used on it
     */
    public static boolean isAccessible(INDArray array) {
        DataType type = array.dataType();
        return isEnabledFor(type)
                && (array.length() == 1 || array.elementWiseStride() == 1)
                && array.length() <= Integer.MAX_VALUE / type.width();
    }

    /**
     * Whether arrays of a data type are in memory that can be accessed, and direct access is on.
     *
     * @param type a data type
     * @return true on the CPU backend for FLOAT and DOUBLE
     */
    public static boolean isEnabledFor(DataType type) {
        return enabled
                && (type == DataType.FLOAT || type == DataType.DOUBLE)
                && Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    }

    /**
     * Where in memory the first element of an array is.
     *
     * @param array an array on the CPU backend
     * @return the address
     */
    public static long addressOf(INDArray array) {
        return array.data().pointer().address()
                + array.offset() * array.dataType().width();
    }

    /**
     * The elements of a FLOAT array for which {@link #isAccessible} holds.
     *
     * @param array the array
     * @return a buffer over its memory, in the machine's byte order
     */
    public static FloatBuffer floats(INDArray array) {
        return floats(array, 0, (int) array.length());
    }

    /**
     * The elements of a DOUBLE array for which {@link #isAccessible} holds.
     *
     * @param array the array
     * @return a buffer over its memory, in the machine's byte order
     */
    public static DoubleBuffer doubles(INDArray array) {
        return doubles(array, 0, (int) array.length());
    }

    /**
     * A stretch of a FLOAT array of any length, of consecutive elements, for whose type {@link #isEnabledFor} holds.
     *
     * @param array the array
     * @param from  the first element
     * @param count how many; at most 2 GiB
     * @return a buffer over its memory, in the machine's byte order
     */
    public static FloatBuffer floats(INDArray array, long from, int count) {
        FloatPointer base = (FloatPointer) array.data().pointer();
        return base.<FloatPointer>getPointer(array.offset() + from)
                .capacity(count)
                .asBuffer();
    }

    /**
     * The bits of a stretch of a FLOAT array of any length, of consecutive elements, for whose type {@link #isEnabledFor} holds.
     *
     * @param array the array
     * @param from  the first element
     * @param count how many; at most 2 GiB
     * @return a buffer over its memory, in the machine's byte order
     */
    public static IntBuffer floatBits(INDArray array, long from, int count) {
        FloatPointer base = (FloatPointer) array.data().pointer();
        return base.<FloatPointer>getPointer(array.offset() + from)
                .capacity(count)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
    }

    /**
     * A stretch of a DOUBLE array of any length, of consecutive elements, for whose type {@link #isEnabledFor} holds.
     *
     * @param array the array
     * @param from  the first element
     * @param count how many; at most 2 GiB
     * @return a buffer over its memory, in the machine's byte order
     */
    public static DoubleBuffer doubles(INDArray array, long from, int count) {
        DoublePointer base = (DoublePointer) array.data().pointer();
        return base.<DoublePointer>getPointer(array.offset() + from)
                .capacity(count)
                .asBuffer();
    }
}
