package org.dl4jfreeze.internal.gradient.wholebatch;

import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.gradient.MiniBatch;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A shadow network that squares the gradients of single examples and adds them up. */
interface ShadowNetwork {

    /** The shadow. */
    NetworkAdapter network();

    /**
     * The sum of squares.
     *
     * @param batch the mini-batch
     * @return shape [p], FLOAT or DOUBLE; may be overwritten, valid until the next call
     */
    INDArray compute(MiniBatch batch);
}
