package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/** What became of one network of a run: one treatment, trained from scratch to the end. */
public final class Trial extends TrainedNetwork {

    private final Treatment treatment;
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
        super(run, mask, losses);
        this.treatment = treatment;
        this.accuracy = accuracy;
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
     * Part of the test examples that are classified rightly.
     *
     * @return in [0, 1], after the last iteration
     */
    public double accuracy() {
        return accuracy;
    }
}
