package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Reads a vector piece by piece where it lies, which may be in several arrays: without a copy of it as a whole. Over direct memory
 * where that can be had, else by ND4J. Keeps the arrays. Once all of it has been added, several threads may read at a time.
 */
public final class VectorReader {

    /** So many elements are looked at through one buffer, which can't have more than 2 GiB. */
    private static final int WINDOW = 1 << 27;

    private final List<Window> windows = new ArrayList<>();
    private final List<INDArray> arrays = new ArrayList<>();
    private boolean floatBits = true;
    private boolean allDirect = true;

    /** A vector of which nothing can be read yet. */
    public VectorReader() {}

    /** Consecutive elements of one array. */
    private abstract static class Window {

        final int offset;
        final int length;

        Window(int offset, int length) {
            this.offset = offset;
            this.length = length;
        }

        void readBits(int from, int[] target, int at, int count) {
            throw new IllegalStateException("These are not floats in direct memory; ask hasFloatBits() first");
        }

        abstract void read(int from, double[] target, int at, int count);
    }

    private static final class Floats extends Window {

        private final IntBuffer bits;

        Floats(int offset, IntBuffer bits) {
            super(offset, bits.capacity());
            this.bits = bits;
        }

        @Override
        void readBits(int from, int[] target, int at, int count) {
            if (count == 1) {
                target[at] = bits.get(from);
            } else {
                // a position of its own, since other threads read too
                bits.duplicate().position(from).get(target, at, count);
            }
        }

        @Override
        void read(int from, double[] target, int at, int count) {
            for (int i = 0; i < count; i++) {
                target[at + i] = Float.intBitsToFloat(bits.get(from + i));
            }
        }
    }

    private static final class Doubles extends Window {

        private final DoubleBuffer values;

        Doubles(int offset, DoubleBuffer values) {
            super(offset, values.capacity());
            this.values = values;
        }

        @Override
        void read(int from, double[] target, int at, int count) {
            if (count == 1) {
                target[at] = values.get(from);
            } else {
                values.duplicate().position(from).get(target, at, count);
            }
        }
    }

    private static final class Operations extends Window {

        private final INDArray array;

        Operations(int offset, INDArray array) {
            super(offset, Math.toIntExact(array.length()));
            this.array = array;
        }

        @Override
        void read(int from, double[] target, int at, int count) {
            if (count == 1) {
                target[at] = array.getDouble(from);
            } else {
                double[] piece = array.get(NDArrayIndex.interval(from, from + count))
                        .castTo(DataType.DOUBLE)
                        .toDoubleVector();
                System.arraycopy(piece, 0, target, at, count);
            }
        }
    }

    /**
     * Says where a part of the vector lies.
     *
     * @param offset index of its first element
     * @param array  its elements, shape [n]; not copied
     * @return this
     * @throws IllegalStateException if the array's memory has been given back
     */
    public VectorReader add(long offset, INDArray array) {
        if (array.wasClosed()) {
            throw new IllegalStateException(
                    "The network that these numbers lie in has been closed; ask before it is, or keep what was asked");
        }
        int first = Math.toIntExact(offset);
        boolean direct =
                DirectBuffers.isEnabledFor(array.dataType()) && (array.length() == 1 || array.elementWiseStride() == 1);
        boolean floats = array.dataType() == DataType.FLOAT;
        allDirect &= direct;
        floatBits &= direct && floats;
        arrays.add(array);
        if (!direct) {
            windows.add(new Operations(first, array));
            return this;
        }
        for (long from = 0; from < array.length(); from += WINDOW) {
            int count = (int) Math.min(WINDOW, array.length() - from);
            int at = Math.toIntExact(first + from);
            windows.add(
                    floats
                            ? new Floats(at, DirectBuffers.floatBits(array, from, count))
                            : new Doubles(at, DirectBuffers.doubles(array, from, count)));
        }
        return this;
    }

    /**
     * Whether all of it are floats in direct memory, so that {@link #readBits} can be used.
     *
     * @return whether it is
     */
    public boolean hasFloatBits() {
        return floatBits;
    }

    /**
     * Whether all of it is in direct memory, so that threads that ND4J does not know read it as fast as others; where ND4J
     * has to be asked, a thread of its own may be one with another device.
     *
     * @return whether it is
     */
    public boolean isDirect() {
        return allDirect;
    }

    /**
     * Reads the bits of consecutive floats; those that lie nowhere are left as they are in the target.
     *
     * @param from   index of the first element
     * @param target where to
     * @param at     index of the first one in the target
     * @param count  how many
     * @throws IllegalStateException unless {@link #hasFloatBits()}
     */
    public void readBits(int from, int[] target, int at, int count) {
        for (Window window : windows) {
            int begin = Math.max(from, window.offset);
            int end = Math.min(from + count, window.offset + window.length);
            if (begin < end) {
                window.readBits(begin - window.offset, target, at + begin - from, end - begin);
            }
        }
        Reference.reachabilityFence(arrays);
    }

    /**
     * Reads consecutive elements; those that lie nowhere are left as they are in the target.
     *
     * @param from   index of the first element
     * @param target where to
     * @param at     index of the first one in the target
     * @param count  how many
     */
    public void read(int from, double[] target, int at, int count) {
        for (Window window : windows) {
            int begin = Math.max(from, window.offset);
            int end = Math.min(from + count, window.offset + window.length);
            if (begin < end) {
                window.read(begin - window.offset, target, at + begin - from, end - begin);
            }
        }
        Reference.reachabilityFence(arrays);
    }
}
