package org.dl4jfreeze.internal.memory;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The elements of one FLOAT or DOUBLE array in direct memory, for loops that return to the same array in every iteration or
 * work on so few elements that ND4J's operations would be mostly overhead.
 *
 * <p>DL4J creates a new {@code INDArray} over the same memory in every iteration. The array is therefore recognised by its
 * address, and buffers are created only when that changes. As with {@link DirectBuffers}, callers keep the array reachable
 * while they use it. Neither this class nor its buffers, which have a position, are thread-safe: one instance per thread.
 */
public final class DirectArray {

    private long address;
    private long length = -1;
    private DataType type;
    private FloatBuffer floats;
    private DoubleBuffer doubles;
    private BytePointer bytes;

    /** Binds this object to an array for which {@link DirectBuffers#isAccessible} holds, and returns this. */
    public DirectArray of(INDArray array) {
        long where = DirectBuffers.addressOf(array);
        if (where != address || array.length() != length || array.dataType() != type) {
            address = where;
            length = array.length();
            type = array.dataType();
            bytes = new BytePointer(FlatArray.pointer(array, 0));
            floats = type == DataType.FLOAT ? DirectBuffers.floats(array) : null;
            doubles = type == DataType.FLOAT ? null : DirectBuffers.doubles(array);
        }
        return this;
    }

    /** Returns the elements of a FLOAT array; null for DOUBLE. The position is undefined. */
    public FloatBuffer floats() {
        return floats;
    }

    /** Returns the elements of a DOUBLE array; null for FLOAT. The position is undefined. */
    public DoubleBuffer doubles() {
        return doubles;
    }

    public double get(int index) {
        return floats != null ? floats.get(index) : doubles.get(index);
    }

    /** Sets an element, rounded to the data type of the array. */
    public void set(int index, double value) {
        if (floats != null) {
            floats.put(index, (float) value);
        } else {
            doubles.put(index, value);
        }
    }

    /** Copies an element of another array of the same data type, bit for bit: by way of a double, a NaN could change. */
    public void copy(int index, DirectArray source) {
        if (floats != null) {
            floats.put(index, source.floats.get(index));
        } else {
            doubles.put(index, source.doubles.get(index));
        }
    }

    /** Sets the elements of {@code [from, to)} to +0.0, whatever they were. */
    public void clear(int from, int to) {
        Objects.checkFromToIndex(from, to, (int) length);
        int width = type.width();
        Pointer.memset(bytes.position((long) from * width), 0, (long) (to - from) * width);
    }

    /**
     * Computes {@code sum_i this[from + i] vector[i]} in double precision, with four sums, so that an addition need not wait for the
     * previous one.
     */
    public double dot(int from, double[] vector) {
        int n = vector.length;
        int even = n & ~3;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < even; i += 4) {
            a += get(from + i) * vector[i];
            b += get(from + i + 1) * vector[i + 1];
            c += get(from + i + 2) * vector[i + 2];
            d += get(from + i + 3) * vector[i + 3];
        }
        for (int i = even; i < n; i++) {
            a += get(from + i) * vector[i];
        }
        return a + b + c + d;
    }

    /** Computes {@code target[i] += factor this[from + i]} for all elements of the target. */
    public void addScaledTo(int from, double factor, double[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * get(from + i);
        }
    }

    /** Sets {@code this[from + i] = factor vector[i]} for all elements of the vector. */
    public void putScaled(int from, double factor, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            set(from + i, factor * vector[i]);
        }
    }
}
