package org.dl4jfreeze.examples.experiment;

import java.util.List;
import org.dl4jfreeze.order.ParameterOrder;

/** What came out of one run: all its branches, and the order that the paper proposes. */
public final class Run {

    private final int number;
    private final ParameterOrder proposedOrder;
    private final List<Branch> branches;

    /**
     * Records a run.
     *
     * @param number        number of the run, from 1
     * @param proposedOrder the order by gradient variance at t0
     * @param branches      one per order and fraction
     */
    public Run(int number, ParameterOrder proposedOrder, List<Branch> branches) {
        this.number = number;
        this.proposedOrder = proposedOrder;
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
     * The order by gradient variance at t0, whether or not branches follow it.
     *
     * @return the order
     */
    public ParameterOrder proposedOrder() {
        return proposedOrder;
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
