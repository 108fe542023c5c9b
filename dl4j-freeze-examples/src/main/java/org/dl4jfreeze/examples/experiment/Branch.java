package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/** What became of one branch of a run: one order, one fraction, trained to the end. */
public final class Branch extends TrainedNetwork {

    private final String order;
    private final double fraction;

    /**
     * Records a branch.
     *
     * @param run      number of the run, from 1
     * @param order    name of the order
     * @param fraction fraction of the parameters that was asked for
     * @param mask     what was frozen
     * @param losses   losses after the last iteration
     */
    public Branch(int run, String order, double fraction, FreezeMask mask, Losses losses) {
        super(run, mask, losses);
        this.order = order;
        this.fraction = fraction;
    }

    /**
     * Name of the order.
     *
     * @return as on the command line
     */
    public String order() {
        return order;
    }

    /**
     * Fraction of the parameters that was asked for.
     *
     * @return in [0, 1]
     */
    public double fraction() {
        return fraction;
    }
}
