package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.OrderCriterion;

/**
 * How often the parameters are ordered, and the mask chosen, anew.
 *
 * <p>A value: immutable, compared by content, printable.
 */
public final class Reordering implements Serializable {

    /** {@link #until()} of a re-ordering that goes on as long as the training. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    private static final long serialVersionUID = 1L;

    private final int interval;
    private final int until;

    /**
     * A re-ordering.
     *
     * @param interval distance in iterations, at least 1
     * @param until    no re-ordering comes after so many iterations, at least 1
     * @throws IllegalArgumentException if one of them is below 1
     */
    public Reordering(int interval, int until) {
        if (interval < 1) {
            throw new IllegalArgumentException("Invalid re-ordering interval, must be at least 1 iteration, received "
                    + interval + "; a plan without reorderedEvery(...) keeps its first order");
        }
        if (until < 1) {
            throw new IllegalArgumentException("Invalid end of re-ordering, must be at least 1 iteration, received "
                    + until + "; it is counted from the start of the training");
        }
        this.interval = interval;
        this.until = until;
    }

    /**
     * The distance of two re-orderings, in iterations.
     *
     * @return at least 1
     */
    public int interval() {
        return interval;
    }

    /**
     * The last iteration after which there may be a re-ordering, counted from the start of the training.
     *
     * @return the iteration, or {@link #FOR_EVER}
     */
    public int until() {
        return until;
    }

    /**
     * Whether re-orderings go on as long as the training.
     *
     * @return whether there is no end
     */
    public boolean isForEver() {
        return until == FOR_EVER;
    }

    /**
     * The criterion of the n-th re-ordering. A random order is drawn anew each time, from the seed and {@code n} alone.
     *
     * @param criterion the plan's
     * @param n         number of the re-ordering; 0 stands for the first order
     * @return {@code criterion} itself for n = 0 and where there is nothing random in it
     */
    public static OrderCriterion criterion(OrderCriterion criterion, long n) {
        if (n == 0 || criterion.kind() != OrderCriterion.Kind.RANDOM) {
            return criterion;
        }
        return OrderCriterion.random(mixed(criterion.seed() + n * 0x9E3779B97F4A7C15L));
    }

    /** The finaliser of SplitMix64: seeds that are close to each other give results that are not. */
    private static long mixed(long seed) {
        long z = (seed ^ seed >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reordering
                && ((Reordering) other).interval == interval
                && ((Reordering) other).until == until;
    }

    @Override
    public int hashCode() {
        return Objects.hash(interval, until);
    }

    @Override
    public String toString() {
        return "reorderedEvery(" + interval + ")" + (isForEver() ? "" : ".until(" + until + ")");
    }
}
