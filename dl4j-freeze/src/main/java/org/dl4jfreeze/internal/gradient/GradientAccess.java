package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads the gradients of the iteration that is under way, as flat vectors of shape [p] over all parameters of the network,
 * FLOAT or DOUBLE (FLOAT for networks in HALF).
 *
 * <p>They are gradients of the loss without penalties, before clipping. Entries that are no gradients (running means of
 * batch normalisation) hold whatever DL4J keeps there.
 */
public interface GradientAccess {

    /** Returns the number of examples in the mini-batch, {@code S}. */
    int miniBatchSize();

    /** Returns the <em>sum</em> over the mini-batch, {@code S g_S}, as DL4J has it; read-only. */
    INDArray gradientSum();

    /**
     * Computes the gradient of the loss on only the first example, {@code g_1}, at the same parameters. Costs a pass through the
     * network, or of one example through its dense layers.
     *
     * @return the gradient, in the scratch memory; may be overwritten
     */
    INDArray firstExampleGradient(SampleScratch scratch);

    /**
     * Computes the sum over the mini-batch of the squared gradients of single examples, {@code sum_s g_s^2}, element by element,
     * at the same parameters. Costs a pass through the network.
     *
     * @return the sum; may be overwritten, valid until the next call of any of these
     */
    INDArray squaredGradientSum(SampleScratch scratch);
}
