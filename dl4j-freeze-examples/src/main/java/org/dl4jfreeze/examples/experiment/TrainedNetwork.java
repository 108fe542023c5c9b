package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/** A network of a run after its last iteration. */
public interface TrainedNetwork {

    /** Returns the number of the run, from 1. */
    int run();

    /** Returns what was frozen in the end. */
    FreezeMask mask();

    Losses losses();

    default double trainLoss() {
        return losses().train();
    }

    default double testLoss() {
        return losses().test();
    }
}
