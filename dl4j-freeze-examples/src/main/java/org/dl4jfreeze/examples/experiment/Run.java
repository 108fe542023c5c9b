package org.dl4jfreeze.examples.experiment;

import java.util.List;

/** What came out of one run: all its branches, and the gradient variance at t0. */
public final class Run {

    private final int number;
    private final float[] variance;
    private final List<Branch> branches;

    /**
     * Records a run.
     *
     * @param number   number of the run, from 1
     * @param variance gradient variance at t0, one number per parameter
     * @param branches one per order and fraction
     */
    public Run(int number, float[] variance, List<Branch> branches) {
        this.number = number;
        this.variance = variance.clone();
        this.branches = List.copyOf(branches);
    }

    /**
     * Number of the run.
     *
     * @return from 1
     */
    public int number() {
        return number;
    }

    /**
     * Gradient variance at t0, by which the proposed order sorts.
     *
     * @return a copy, one number per parameter
     */
    public float[] variance() {
        return variance.clone();
    }

    /**
     * All branches, order by order in the order of the settings, fractions ascending.
     *
     * @return one per order and fraction
     */
    public List<Branch> branches() {
        return branches;
    }
}
