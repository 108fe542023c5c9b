package org.dl4jfreeze.internal.gradient;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradients of the iteration that is under way, as flat vectors of shape [p] over all parameters of the network, FLOAT
 * or DOUBLE (FLOAT for networks in HALF).
 *
 * <p>They are gradients of the loss without penalties, before clipping. Entries that are no gradients (running means of
 * batch normalisation) hold whatever DL4J keeps there.
 */
public interface GradientAccess {

    /**
     * The number of examples in the mini-batch.
     *
     * @return {@code S}
     */
    int miniBatchSize();

    /**
     * The <em>sum</em> over the mini-batch, {@code S g_S}, as DL4J has it.
     *
     * @return the sum; must not be written to
     */
    INDArray gradientSum();

    /**
     * The gradient of the loss on the first example alone, {@code g_1}, at the same parameters. Costs a pass through the
     * network.
     *
     * @return the gradient; may be overwritten, valid until the next call of any of these
     */
    INDArray firstExampleGradient();

    /**
     * The sum over the mini-batch of the squares of the single examples' gradients, {@code sum_s g_s^2}, element by element,
     * at the same parameters. Costs a pass through the network.
     *
     * @return the sum; may be overwritten, valid until the next call of any of these
     */
    INDArray squaredGradientSum();

    /**
     * Work memory for one vector like the gradient.
     *
     * @return the vector, with anything in it; may be overwritten, valid until the next call of any of these
     */
    INDArray workVector();
}
