package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which stretches of a flat vector of p numbers take part: their n numbers, one stretch after the other, are what a covariance
 * keeps. A value: immutable, compared by content.
 */
public final class ParameterSegments implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long parameters;
    private final long[] offsets;
    /** Index among the n of the first number of each stretch, and n. */
    private final int[] starts;

    private ParameterSegments(long parameters, long[] offsets, int[] starts) {
        this.parameters = parameters;
        this.offsets = offsets;
        this.starts = starts;
    }

    /**
     * The whole vector.
     *
     * @param parameters p, at least 1
     * @return one segment
     * @throws IllegalArgumentException as of {@link #of}
     */
    public static ParameterSegments all(long parameters) {
        return of(parameters, new long[] {0}, new long[] {parameters});
    }

    /**
     * Some stretches of it.
     *
     * @param parameters p, at least 1
     * @param offsets    where each begins, ascending
     * @param lengths    how long each is, at least 1; none reaches into the next
     * @return the segments
     * @throws IllegalArgumentException if they are none, overlap or reach beyond p, or if there are 2^28 numbers or more
     */
    public static ParameterSegments of(long parameters, long[] offsets, long[] lengths) {
        int[] starts = new int[offsets.length + 1];
        long end = 0;
        long total = 0;
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] < end || lengths[i] < 1 || offsets[i] + lengths[i] > parameters) {
                throw new IllegalArgumentException(
                        "Invalid segment " + i + " [" + offsets[i] + "," + (offsets[i] + lengths[i])
                                + "), must lie in [" + end + "," + parameters + ") and not be empty");
            }
            end = offsets[i] + lengths[i];
            total += lengths[i];
            starts[i + 1] = (int) Math.min(total, Integer.MAX_VALUE);
        }
        if (total < 1 || total >= 1L << 28) {
            throw new IllegalArgumentException("A covariance must be over [1," + (1L << 28) + ") parameters, received "
                    + total + "; leave layers out");
        }
        return new ParameterSegments(parameters, offsets.clone(), starts);
    }

    /**
     * The length of the flat vector.
     *
     * @return p
     */
    public long parameters() {
        return parameters;
    }

    /**
     * How many of them take part.
     *
     * @return n
     */
    public int count() {
        return starts[offsets.length];
    }

    /** The index of a parameter among the n; -1 if it takes no part. */
    public int own(long flat) {
        if (flat < 0 || flat >= parameters) {
            throw new IndexOutOfBoundsException(
                    "Invalid parameter, must be in [0," + parameters + "), received " + flat);
        }
        int found = Arrays.binarySearch(offsets, flat);
        int segment = found >= 0 ? found : -found - 2;
        if (segment < 0 || flat - offsets[segment] >= starts[segment + 1] - starts[segment]) {
            return -1;
        }
        return (int) (starts[segment] + flat - offsets[segment]);
    }

    /** Copies the n numbers of a flat vector to consecutive elements of an array. */
    void gather(INDArray flat, INDArray target, long to) {
        checkLength(flat);
        for (int i = 0; i < offsets.length; i++) {
            Storage.copy(flat, offsets[i], target, to + starts[i], starts[i + 1] - starts[i]);
        }
    }

    /** The n numbers of a flat vector. */
    double[] gather(INDArray flat) {
        checkLength(flat);
        boolean consecutive = flat.length() == 1 || flat.elementWiseStride() == 1;
        INDArray source = consecutive ? flat : flat.dup('c');
        double[] own = new double[count()];
        for (int i = 0; i < offsets.length; i++) {
            Storage.read(source, offsets[i], own, starts[i], starts[i + 1] - starts[i]);
        }
        return own;
    }

    /** Writes some of the n numbers, beginning with number {@code first}, to where they lie in the flat vector at {@code base}. */
    public void scatter(double[] values, int first, int count, INDArray target, long base) {
        int at = Arrays.binarySearch(starts, first);
        int segment = at >= 0 ? at : -at - 2;
        for (int done = 0; done < count; segment++) {
            int number = first + done;
            int length = Math.min(count - done, starts[segment + 1] - number);
            Storage.write(target, base + offsets[segment] + number - starts[segment], values, done, length);
            done += length;
        }
    }

    void checkLength(INDArray flat) {
        if (flat.length() != parameters) {
            throw new IllegalArgumentException(
                    "Invalid vector, must have " + parameters + " elements, received " + flat.length());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterSegments
                && ((ParameterSegments) other).parameters == parameters
                && Arrays.equals(((ParameterSegments) other).offsets, offsets)
                && Arrays.equals(((ParameterSegments) other).starts, starts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(parameters) * 31 + Arrays.hashCode(offsets) * 17 + Arrays.hashCode(starts);
    }
}
