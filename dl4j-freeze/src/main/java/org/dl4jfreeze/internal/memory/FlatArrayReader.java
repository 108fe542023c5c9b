package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads a vector that lies in one or several arrays, range by range and without a copy of the whole: in direct memory where that
 * is possible, elsewhere through ND4J. Keeps the arrays reachable. Once all arrays have been added, several threads may read
 * at the same time. Elements that lie in none of the arrays are left unchanged in the target of a read.
 */
public final class FlatArrayReader {

    /** Elements per buffer, which cannot be larger than 2 GiB. */
    private static final int WINDOW = 1 << 27;

    private final List<Window> windows = new ArrayList<>();
    private boolean floatBits = true;
    private boolean allDirect = true;

    /** Consecutive elements of one array. */
    private static final class Window {

        final int offset;
        final int length;
        final INDArray array;
        /** The elements of a FLOAT array in direct memory; null for others. */
        final IntBuffer bits;

        Window(int offset, int length, INDArray array, IntBuffer bits) {
            this.offset = offset;
            this.length = length;
            this.array = array;
            this.bits = bits;
        }

        void readBits(int from, int[] target, int at, int count) {
            if (count == 1) {
                target[at] = bits.get(from);
            } else {
                // a separate position, since other threads read too
                bits.duplicate().position(from).get(target, at, count);
            }
        }

        void read(int from, double[] target, int at, int count) {
            if (bits != null) {
                for (int i = 0; i < count; i++) {
                    target[at + i] = Float.intBitsToFloat(bits.get(from + i));
                }
            } else if (count == 1) {
                target[at] = array.getDouble(from);
            } else if (DirectBuffers.isDirect(array)) {
                FlatArray.read(array, from, target, at, count);
            } else {
                double[] piece = FlatArray.range(array, from, count)
                        .castTo(DataType.DOUBLE)
                        .toDoubleVector();
                System.arraycopy(piece, 0, target, at, count);
            }
        }
    }

    /**
     * Adds an array of shape [n] that holds the elements from index {@code offset} on, and returns this.
     *
     * @throws IllegalStateException if the array's memory has been released
     */
    public FlatArrayReader add(long offset, INDArray array) {
        if (array.wasClosed()) {
            throw new IllegalStateException("The network that owns these values has been closed;"
                    + " query before closing it, or keep the result");
        }
        int first = Math.toIntExact(offset);
        boolean direct = DirectBuffers.isDirect(array);
        allDirect &= direct;
        if (!direct || array.dataType() != DataType.FLOAT) {
            floatBits = false;
            windows.add(new Window(first, Math.toIntExact(array.length()), array, null));
            return this;
        }
        for (long from = 0; from < array.length(); from += WINDOW) {
            int count = (int) Math.min(WINDOW, array.length() - from);
            windows.add(new Window(
                    Math.toIntExact(first + from), count, array, DirectBuffers.floatBits(array, from, count)));
        }
        return this;
    }

    /** Tells whether all arrays are FLOAT in direct memory, so that {@link #readBits} can be used. */
    public boolean hasFloatBits() {
        return floatBits;
    }

    /**
     * Tells whether all arrays are in direct memory, so that threads that ND4J does not know can read them; through ND4J, a new
     * thread might use another device.
     */
    public boolean isDirect() {
        return allDirect;
    }

    /**
     * Reads the bits of {@code count} floats from index {@code from} on, to the target from index {@code at} on.
     *
     * @throws IllegalStateException unless {@link #hasFloatBits()}
     */
    public void readBits(int from, int[] target, int at, int count) {
        if (!floatBits) {
            throw new IllegalStateException(
                    "Cannot read bits: the values are not floats in direct memory; check hasFloatBits() before");
        }
        for (Window window : windows) {
            int begin = Math.max(from, window.offset);
            int end = Math.min(from + count, window.offset + window.length);
            if (begin < end) {
                window.readBits(begin - window.offset, target, at + begin - from, end - begin);
            }
        }
        Reference.reachabilityFence(windows);
    }

    /** Reads {@code count} elements from index {@code from} on, to the target from index {@code at} on. */
    public void read(int from, double[] target, int at, int count) {
        for (Window window : windows) {
            int begin = Math.max(from, window.offset);
            int end = Math.min(from + count, window.offset + window.length);
            if (begin < end) {
                window.read(begin - window.offset, target, at + begin - from, end - begin);
            }
        }
        Reference.reachabilityFence(windows);
    }
}
