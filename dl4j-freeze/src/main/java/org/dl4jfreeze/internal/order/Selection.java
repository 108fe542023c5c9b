package org.dl4jfreeze.internal.order;

import org.dl4jfreeze.FreezeMask;

/** Parameters of which the lowest can be frozen, by whatever they are ordered; equal values by index. */
public interface Selection {

    /**
     * How many parameters take part.
     *
     * @return their number
     */
    int size();

    /**
     * How many parameters the network has, whether or not they take part.
     *
     * @return {@code p}
     */
    int parameterCount();

    /**
     * The mask that freezes the {@code k} lowest.
     *
     * @param k how many parameters to freeze
     * @return the mask, of {@link #parameterCount()} parameters
     * @throws IllegalArgumentException if {@code k} is negative or greater than {@link #size()}
     */
    FreezeMask lowest(int k);

    /**
     * A mask with the lowest of the others added until {@code k} parameters are frozen, or all that take part are.
     *
     * @param mask what is frozen already, of {@link #parameterCount()} parameters
     * @param k    how many are to be frozen together
     * @return the mask; what was given if that freezes {@code k} or more
     * @throws IllegalArgumentException if the mask is of another length
     */
    FreezeMask extended(FreezeMask mask, int k);
}
