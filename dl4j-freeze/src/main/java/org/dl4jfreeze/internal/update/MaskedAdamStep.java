package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes one Adam step that leaves out the frozen parameters (2.8).
 *
 * <p>Of an active parameter the gradient is replaced by the update, and M and V advance. Of a frozen one the update is +0.0
 * whatever the gradient is, NaN and infinity included, and M and V stay as they were when it was frozen. An implementation may
 * hold scratch memory: one instance per updater, not thread-safe.
 */
interface MaskedAdamStep {

    /**
     * Turns the gradient into the update, in place.
     *
     * @param gradient     flat gradient of the block, mean over the mini-batch; overwritten by the update
     * @param m            first moments; overwritten
     * @param v            second moments; overwritten
     * @param mask         which parameters of the block are frozen
     * @param coefficients this step's factors
     */
    void apply(INDArray gradient, INDArray m, INDArray v, FreezeMask mask, AdamCoefficients coefficients);

    /** Returns the fastest implementation for arrays like these. */
    static MaskedAdamStep forArrays(INDArray gradient, INDArray state) {
        boolean direct = DirectBuffers.isAccessible(gradient)
                && DirectBuffers.isAccessible(state)
                && gradient.dataType() == state.dataType();
        return direct ? new DirectMaskedAdamStep() : new Nd4jMaskedAdamStep();
    }
}
