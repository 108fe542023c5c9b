package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes the masked step with ND4J operations only, for every backend and data type: clears the gradient where frozen, runs the
 * stock {@code adam_updater}, then restores M, V and a zero update where frozen.
 *
 * <p>Values are chosen by {@code select}, never multiplied by the mask: NaN times 0 is NaN. Needs scratch memory of two copies
 * of the block per step.
 */
final class Nd4jMaskedAdamStep implements MaskedAdamStep {

    private FrozenEntries frozen;

    @Override
    public void apply(INDArray gradient, INDArray m, INDArray v, FreezeMask mask, AdamCoefficients coefficients) {
        INDArray flat = gradient.reshape(gradient.length());
        INDArray firstBefore = m.dup();
        INDArray secondBefore = v.dup();
        if (frozen == null || frozen.mask() != mask) {
            frozen = new FrozenEntries(mask);
        }
        frozen.clear(flat);
        Nd4j.exec(new AdamUpdater(
                flat,
                v,
                m,
                coefficients.learningRate(),
                coefficients.beta1(),
                coefficients.beta2(),
                coefficients.epsilon(),
                coefficients.iteration()));
        frozen.clear(flat);
        frozen.set(m, firstBefore);
        frozen.set(v, secondBefore);
    }
}
