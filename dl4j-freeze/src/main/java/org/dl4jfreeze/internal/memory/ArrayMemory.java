package org.dl4jfreeze.internal.memory;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory of an array for which {@link DirectBuffers#isAccessible} holds, for those that come back to the same array in every
 * iteration: buffers are made anew only where the memory is another one than last time.
 *
 * <p>DL4J gives a new {@code INDArray} over the same memory in every iteration, so it is told by its address. As with
 * {@link DirectBuffers}, callers keep the array reachable until they are done. Not thread-safe, and nor are the buffers, which
 * have a position: one instance per thread.
 */
public final class ArrayMemory {

    private long address;
    private long length = -1;
    private DataType type;
    private FloatBuffer floats;
    private DoubleBuffer doubles;
    private BytePointer bytes;

    /**
     * Looks at an array; what follows is about that one.
     *
     * @param array FLOAT or DOUBLE, accessible
     * @return this
     */
    public ArrayMemory of(INDArray array) {
        long where = DirectBuffers.addressOf(array);
        if (where != address || array.length() != length || array.dataType() != type) {
            address = where;
            length = array.length();
            type = array.dataType();
            Pointer base = array.data().pointer();
            if (type == DataType.FLOAT) {
                FloatPointer start = base.getPointer(FloatPointer.class, array.offset());
                bytes = new BytePointer(start);
                floats = start.capacity(length).asBuffer();
                doubles = null;
            } else {
                DoublePointer start = base.getPointer(DoublePointer.class, array.offset());
                bytes = new BytePointer(start);
                doubles = start.capacity(length).asBuffer();
                floats = null;
            }
        }
        return this;
    }

    /**
     * The elements of a FLOAT array.
     *
     * @return a buffer over its memory, whatever its position is
     */
    public FloatBuffer floats() {
        return floats;
    }

    /**
     * The elements of a DOUBLE array.
     *
     * @return a buffer over its memory, whatever its position is
     */
    public DoubleBuffer doubles() {
        return doubles;
    }

    /**
     * An element.
     *
     * @param index index of it
     * @return its value
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public double get(int index) {
        return floats != null ? floats.get(index) : doubles.get(index);
    }

    /**
     * Sets an element to +0.0, whatever stood there.
     *
     * @param index index of it
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public void clear(int index) {
        if (floats != null) {
            floats.put(index, 0);
        } else {
            doubles.put(index, 0);
        }
    }

    /**
     * Sets consecutive elements to +0.0, whatever stood there.
     *
     * @param from index of the first one
     * @param to   index behind the last one
     * @throws IndexOutOfBoundsException if there are no such elements
     */
    public void clear(int from, int to) {
        Objects.checkFromToIndex(from, to, (int) length);
        int width = type.width();
        Pointer.memset(bytes.position((long) from * width), 0, (long) (to - from) * width);
    }
}
