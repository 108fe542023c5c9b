package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.order.FreezeMask;

/** What became of one network of a run: one treatment, trained from scratch to the end. */
public final class Trial {

    private final int run;
    private final Treatment treatment;
    private final FreezeMask mask;
    private final Losses losses;
    private final double accuracy;

    /**
     * Records a trial.
     *
     * @param run       number of the run, from 1
     * @param treatment what was done
     * @param mask      what was frozen in the end
     * @param losses    losses after the last iteration
     * @param accuracy  part of the test examples that are classified rightly after the last iteration
     */
    public Trial(int run, Treatment treatment, FreezeMask mask, Losses losses, double accuracy) {
        this.run = run;
        this.treatment = treatment;
        this.mask = mask;
        this.losses = losses;
        this.accuracy = accuracy;
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
     * What was done.
     *
     * @return the treatment
     */
    public Treatment treatment() {
        return treatment;
    }

    /**
     * What was frozen in the end.
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

    /**
     * Part of the test examples that are classified rightly.
     *
     * @return in [0, 1], after the last iteration
     */
    public double accuracy() {
        return accuracy;
    }
}
