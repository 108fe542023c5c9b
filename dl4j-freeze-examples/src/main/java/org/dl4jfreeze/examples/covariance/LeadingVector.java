package org.dl4jfreeze.examples.covariance;

import java.util.List;

/** One of the leading eigenvectors: its eigenvalue, and how its squared length 1 is shared out among the blocks. */
public final class LeadingVector {

    private final double eigenvalue;
    private final List<Double> shares;

    LeadingVector(double eigenvalue, List<Double> shares) {
        this.eigenvalue = eigenvalue;
        this.shares = List.copyOf(shares);
    }

    /**
     * The eigenvalue.
     *
     * @return above 0
     */
    public double eigenvalue() {
        return eigenvalue;
    }

    /**
     * The part of the squared length in each block.
     *
     * @return in the order of the blocks; they add up to 1
     */
    public List<Double> shares() {
        return shares;
    }
}
