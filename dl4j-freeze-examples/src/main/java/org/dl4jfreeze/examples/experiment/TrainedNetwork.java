package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/** What became of one network of a run, trained to the end. */
public abstract class TrainedNetwork {

    private final int run;
    private final FreezeMask mask;
    private final Losses losses;

    TrainedNetwork(int run, FreezeMask mask, Losses losses) {
        this.run = run;
        this.mask = mask;
        this.losses = losses;
    }

    /**
     * Number of the run.
     *
     * @return from 1
     */
    public final int run() {
        return run;
    }

    /**
     * What was frozen in the end.
     *
     * @return the mask over all parameters
     */
    public final FreezeMask mask() {
        return mask;
    }

    /**
     * Mean loss over the training part, or its first 10,000 examples if it is larger.
     *
     * @return the loss after the last iteration
     */
    public final double trainLoss() {
        return losses.train();
    }

    /**
     * Mean loss over the whole test part.
     *
     * @return the loss after the last iteration
     */
    public final double testLoss() {
        return losses.test();
    }
}
