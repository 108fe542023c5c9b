package org.dl4jfreeze.internal.dl4j;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Places the elements of a parameter array in its part of the flat parameter vector. Every layer of DL4J chooses its own memory order
 * for each array; it is read from the array itself, which is a view of the vector.
 */
final class ArrayLayout {

    private final long[] shape;
    private final long[] strides;
    /** The dimensions from the largest stride to the smallest. */
    private final int[] outermostFirst;

    private ArrayLayout(long[] shape, long[] strides) {
        this.shape = shape;
        this.strides = strides;
        this.outermostFirst = IntStream.range(0, shape.length)
                .boxed()
                .sorted(Comparator.comparingLong(dimension -> -strides[dimension]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns the layout of a vector. */
    static ArrayLayout ofVector(long length) {
        return new ArrayLayout(new long[] {length}, new long[] {1});
    }

    /** Returns the layout of a parameter array, a vector if its elements do not fill consecutive memory. */
    static ArrayLayout of(INDArray array, long length) {
        if (array == null || array.length() != length) {
            return ofVector(length);
        }
        long[] shape = array.shape().clone();
        long[] strides = array.stride().clone();
        for (int i = 0; i < shape.length; i++) {
            // the stride of a dimension of one element says nothing
            strides[i] = shape[i] == 1 ? 0 : strides[i];
        }
        ArrayLayout layout = new ArrayLayout(shape, strides);
        return layout.isDense() ? layout : ofVector(length);
    }

    private boolean isDense() {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            int dimension = outermostFirst[i];
            if (shape[dimension] > 1) {
                if (strides[dimension] != expected) {
                    return false;
                }
                expected *= shape[dimension];
            }
        }
        return true;
    }

    long[] shape() {
        return shape.clone();
    }

    /** Tells whether there is an element at a position. */
    boolean contains(long... position) {
        return position.length == shape.length
                && IntStream.range(0, shape.length).allMatch(i -> position[i] >= 0 && position[i] < shape[i]);
    }

    /** Returns the place of an element, from 0 on. */
    long place(long... position) {
        long place = 0;
        for (int i = 0; i < shape.length; i++) {
            place += position[i] * strides[i];
        }
        return place;
    }

    /** Returns the position of the element at a place. */
    long[] position(long place) {
        long[] position = new long[shape.length];
        long rest = place;
        for (int dimension : outermostFirst) {
            if (strides[dimension] > 0) {
                position[dimension] = rest / strides[dimension];
                rest %= strides[dimension];
            }
        }
        return position;
    }

    @Override
    public String toString() {
        return Arrays.toString(shape);
    }
}
