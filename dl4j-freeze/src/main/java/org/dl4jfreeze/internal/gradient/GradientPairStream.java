package org.dl4jfreeze.internal.gradient;

import java.io.Serializable;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient pairs of one network, sample by sample; holds what a sampler must remember. Not thread-safe. */
public interface GradientPairStream extends Serializable {

    /**
     * Takes one sample from the iteration that is under way.
     *
     * @param gradients the iteration's gradients
     * @param scratch   open; the pair lies in it
     * @param weight    weight that the sample will have in the covariance, in (0,1]
     * @return the pair, or why there is none; nothing is remembered of an iteration that gave no sample
     */
    GradientPair sample(GradientAccess gradients, SampleScratch scratch, double weight);

    /** Tells whether pairs hold the squares of gradient and difference instead of these. */
    default boolean givesSquares() {
        return false;
    }

    /** Returns the running mean that gradients are compared with, shape [p], read-only; null for a stream without one. */
    default INDArray center() {
        return null;
    }

    /** Releases the running mean: there will be no further samples, here and in other replicas of the same training. */
    default void release() {}

    /**
     * Creates a stream that continues as this one would, and shares nothing with it.
     *
     * @param center running mean, shape [p]; null for none yet, or for a stream without one
     */
    default GradientPairStream withCenter(INDArray center) {
        // without a running mean there is nothing to remember, and nothing to share
        return this;
    }
}
