package org.dl4jfreeze.internal.order;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Which parameters take part in an order: ranges of indices of the flat parameter vector, ascending and apart from each other. A
 * list of indices would take as much memory as the parameters themselves.
 *
 * <p>A value: immutable, compared by content.
 */
public final class ParameterRanges implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int[] from;
    private final int[] to;
    private final int size;

    private ParameterRanges(int[] from, int[] to) {
        this.from = from;
        this.to = to;
        int sum = 0;
        for (int i = 0; i < from.length; i++) {
            sum += to[i] - from[i];
        }
        this.size = sum;
    }

    /**
     * All of so many parameters.
     *
     * @param parameterCount how many
     * @return one range
     * @throws IllegalArgumentException if the number is negative
     */
    public static ParameterRanges all(int parameterCount) {
        return new Builder().add(0, parameterCount).build();
    }

    /**
     * How many ranges there are; those that touch are one.
     *
     * @return the number of ranges
     */
    public int count() {
        return from.length;
    }

    /**
     * Where a range begins.
     *
     * @param range number of the range, from 0
     * @return its first index
     */
    public int from(int range) {
        return from[range];
    }

    /**
     * Where a range ends.
     *
     * @param range number of the range, from 0
     * @return the index behind its last one
     */
    public int to(int range) {
        return to[range];
    }

    /**
     * How many parameters take part.
     *
     * @return the lengths of all ranges together
     */
    public int size() {
        return size;
    }

    /**
     * The index behind the last parameter that takes part.
     *
     * @return the least number of parameters that a network must have; 0 if there are no ranges
     */
    public int end() {
        return to.length == 0 ? 0 : to[to.length - 1];
    }

    /**
     * Each single parameter.
     *
     * @return ascending indices; a new array of {@link #size()}
     */
    public int[] toIndices() {
        int[] indices = new int[size];
        int n = 0;
        for (int range = 0; range < from.length; range++) {
            for (int i = from[range]; i < to[range]; i++) {
                indices[n++] = i;
            }
        }
        return indices;
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

    /** Puts ranges together; not thread-safe. */
    public static final class Builder {

        private int[] from = new int[8];
        private int[] to = new int[8];
        private int count;

        /** Starts with none. */
        public Builder() {}

        /**
         * Adds a range behind those that there are.
         *
         * @param first index of its first parameter
         * @param end   index behind its last one; an empty range adds nothing
         * @return this
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

        /**
         * The ranges so far; the builder can go on.
         *
         * @return the ranges
         */
        public ParameterRanges build() {
            return new ParameterRanges(Arrays.copyOf(from, count), Arrays.copyOf(to, count));
        }
    }
}
