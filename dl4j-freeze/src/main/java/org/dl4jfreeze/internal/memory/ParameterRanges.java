package org.dl4jfreeze.internal.memory;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.dl4jfreeze.ParameterGroup;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A set of parameters, as ranges of indices of the flat parameter vector, ascending and apart from each other. A list of indices would
 * take as much memory as the parameters themselves. The position of a parameter is its number within the set, from 0.
 *
 * <p>A value: immutable, compared by content.
 */
public final class ParameterRanges implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] from;
    private final int[] to;
    /** The position of the first parameter of each range, and the number of all. */
    private final int[] positions;

    private ParameterRanges(int[] from, int[] to) {
        this.from = from;
        this.to = to;
        positions = new int[from.length + 1];
        for (int i = 0; i < from.length; i++) {
            positions[i + 1] = positions[i] + to[i] - from[i];
        }
    }

    /** Returns the range of all parameters. */
    public static ParameterRanges all(int parameterCount) {
        return new Builder().add(0, parameterCount).build();
    }

    /** Returns the indices of all parameters of some groups, which are in the order of the flat parameter vector. */
    public static ParameterRanges of(List<ParameterGroup> groups) {
        Builder ranges = new Builder();
        groups.forEach(group -> ranges.add(group.offset(), group.offset() + group.length()));
        return ranges.build();
    }

    /** Returns the number of ranges, of which none touches the next. */
    public int count() {
        return from.length;
    }

    /** Returns the first index of a range. */
    public int from(int range) {
        return from[range];
    }

    /** Returns the end of a range, exclusive. */
    public int to(int range) {
        return to[range];
    }

    /** Returns the number of parameters. */
    public int size() {
        return positions[from.length];
    }

    /** Returns the end of the last range, exclusive: the least number of parameters that a network must have. */
    public int end() {
        return to.length == 0 ? 0 : to[to.length - 1];
    }

    /** Returns the indices of all parameters, ascending, in a new array. */
    public int[] toIndices() {
        int[] indices = new int[size()];
        int n = 0;
        for (int range = 0; range < from.length; range++) {
            for (int i = from[range]; i < to[range]; i++) {
                indices[n++] = i;
            }
        }
        return indices;
    }

    /** Returns the position of a parameter; -1 if it is not in the set. */
    public int positionOf(int index) {
        int range = atOrBefore(from, index);
        return range < 0 || index >= to[range] ? -1 : positions[range] + index - from[range];
    }

    /** Copies the elements of a flat vector at these parameters to consecutive elements of an array of the same data type. */
    public void gather(INDArray flat, INDArray target, long at) {
        for (int i = 0; i < from.length; i++) {
            FlatArray.copy(flat, from[i], target, at + positions[i], to[i] - from[i]);
        }
    }

    /** Returns the elements of a flat vector at these parameters. */
    public double[] gather(INDArray flat) {
        boolean consecutive = flat.length() == 1 || flat.elementWiseStride() == 1;
        INDArray source = consecutive ? flat : flat.dup('c');
        double[] values = new double[size()];
        for (int i = 0; i < from.length; i++) {
            FlatArray.read(source, from[i], values, positions[i], to[i] - from[i]);
        }
        return values;
    }

    /**
     * Writes values to the elements of a flat vector at {@code count} of these parameters.
     *
     * @param first position of the parameter of the first value
     * @param base  where in the target the flat vector begins
     */
    public void scatter(double[] values, int first, int count, INDArray target, long base) {
        int range = atOrBefore(positions, first);
        for (int done = 0; done < count; range++) {
            int position = first + done;
            int length = Math.min(count - done, positions[range + 1] - position);
            FlatArray.write(target, base + from[range] + position - positions[range], values, done, length);
            done += length;
        }
    }

    private static int atOrBefore(int[] ascending, int key) {
        int found = Arrays.binarySearch(ascending, key);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterRanges
                && Arrays.equals(((ParameterRanges) other).from, from)
                && Arrays.equals(((ParameterRanges) other).to, to);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < from.length; i++) {
            text.append('[').append(from[i]).append(',').append(to[i]).append(')');
        }
        return "ParameterRanges(" + text + ")";
    }

    /** Collects ranges in ascending order; not thread-safe. */
    public static final class Builder {

        private int[] from = new int[8];
        private int[] to = new int[8];
        private int count;

        /**
         * Adds the range {@code [first, end)}, and returns this; a range that begins where the last one ends extends that one, and
         * an empty one adds nothing.
         *
         * @throws IllegalArgumentException if it begins before the last one ends, or ends before it begins
         */
        public Builder add(int first, int end) {
            int last = count == 0 ? 0 : to[count - 1];
            if (first < last || end < first) {
                throw new IllegalArgumentException("Invalid range of parameters, must begin at " + last
                        + " or later and not end before it begins, received [" + first + "," + end
                        + "); add ranges in ascending order");
            }
            if (end == first) {
                return this;
            }
            if (count > 0 && first == last) {
                to[count - 1] = end;
                return this;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            from[count] = first;
            to[count++] = end;
            return this;
        }

        public ParameterRanges build() {
            return new ParameterRanges(Arrays.copyOf(from, count), Arrays.copyOf(to, count));
        }
    }
}
