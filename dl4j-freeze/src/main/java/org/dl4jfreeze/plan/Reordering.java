package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;

/**
 * The interval at which a plan orders the parameters again and re-chooses the mask, and when that ends.
 *
 * <p>Immutable, compared by content, printable. Plans are built by {@link org.dl4jfreeze.FreezePlan#reorderedEvery} and
 * {@link org.dl4jfreeze.FreezePlan#until}.
 */
public final class Reordering implements Serializable {

    /** The value of {@link #until()} if re-ordering does not end before the training. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    private static final long serialVersionUID = 1L;

    private final int interval;
    private final int until;

    /**
     * Creates a re-ordering.
     *
     * @param interval distance between two re-orderings in iterations, at least 1
     * @param until    last iteration after which there may be a re-ordering, at least 1, or {@link #FOR_EVER}
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
     * Returns the distance between two re-orderings, in iterations.
     *
     * @return at least 1
     */
    public int interval() {
        return interval;
    }

    /**
     * Returns the last iteration after which there may be a re-ordering, counted from the start of the training.
     *
     * @return the iteration, or {@link #FOR_EVER}
     */
    public int until() {
        return until;
    }

    /**
     * Tells whether re-ordering continues as long as the training.
     *
     * @return whether it has no end
     */
    public boolean isForEver() {
        return until == FOR_EVER;
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
