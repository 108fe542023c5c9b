package org.dl4jfreeze.internal.gradient.wholebatch;

import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A shadow network that squares the gradients of single examples and adds them up. */
interface ShadowNetwork {

    /** Returns the shadow. */
    NetworkAdapter network();

    /** Computes the sum of squares, shape [p], FLOAT or DOUBLE; it may be overwritten, and is valid until the next call. */
    INDArray compute(MiniBatch batch, SampleScratch scratch);
}
