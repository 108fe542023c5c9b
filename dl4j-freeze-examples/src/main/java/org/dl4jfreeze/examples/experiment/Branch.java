package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.order.FreezeMask;

/** What became of one branch of a run: one order, one fraction, trained to the end. */
public final class Branch {

    private final int run;
    private final String order;
    private final double fraction;
    private final FreezeMask mask;
    private final Losses losses;

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
        this.run = run;
        this.order = order;
        this.fraction = fraction;
        this.mask = mask;
        this.losses = losses;
    }

    /**
     * Number of the run.
     *
     * @return from 1
     */
    public int run() {
        return run;
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

    /**
     * What was frozen.
     *
     * @return the mask over all parameters
     */
    public FreezeMask mask() {
        return mask;
    }

    /**
     * Mean loss over the training part, or its first 10,000 examples if it is larger.
     *
     * @return the loss after the last iteration
     */
    public double trainLoss() {
        return losses.train();
    }

    /**
     * Mean loss over the whole test part.
     *
     * @return the loss after the last iteration
     */
    public double testLoss() {
        return losses.test();
    }
}
