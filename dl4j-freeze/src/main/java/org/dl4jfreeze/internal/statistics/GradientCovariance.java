package org.dl4jfreeze.internal.statistics;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An estimate of the covariance of the loss gradient, {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T} (2.6).
 *
 * <p>{@code d_t} is a difference of gradients of the <em>mean</em> loss per example; {@code C_t} is a mean over samples
 * (divided by t, not t - 1).
 */
public interface GradientCovariance {

    /**
     * The effective weight that the next sample will have; some samplers scale their difference by it.
     *
     * @return the weight, in (0,1]
     */
    double nextWeight();

    /**
     * Takes in one sample.
     *
     * @param difference {@code d_t}, one number per parameter of the network, shape [p]; finite; not
     *     written to
     */
    void add(INDArray difference);

    /**
     * How many samples have been taken in.
     *
     * @return {@code t}
     */
    long samples();
}
