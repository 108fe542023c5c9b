package org.dl4jfreeze.internal.gradient.firstexample;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * Computes the derivatives of the most common losses by {@code z} for one example, as DL4J defines them;
 * see {@link ScalarActivation}.
 */
interface ScalarLoss {

    /**
     * Computes {@code dL/dz}.
     *
     * @param activation of the layer; ignored where it is part of the loss
     */
    void derive(double[] z, double[] label, ScalarActivation activation, double[] delta);

    /** Returns the scalar form of DL4J's loss after an activation; null if there is none. */
    static ScalarLoss of(ILossFunction loss, IActivation activation) {
        Class<?> type = loss.getClass();
        if (type == LossMCXENT.class || type == LossNegativeLogLikelihood.class) {
            boolean plain = activation instanceof ActivationSoftmax && ((LossMCXENT) loss).getWeights() == null;
            return plain ? ScalarLoss::crossEntropyOfSoftmax : null;
        }
        if (type == LossL2.class || type == LossMSE.class) {
            boolean plain = ScalarActivation.of(activation) != null && ((LossL2) loss).getWeights() == null;
            return plain ? squaredError(type == LossMSE.class) : null;
        }
        return null;
    }

    private static void crossEntropyOfSoftmax(double[] z, double[] label, ScalarActivation none, double[] delta) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double each : z) {
            largest = Math.max(largest, each);
        }
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            delta[i] = Math.exp(z[i] - largest);
            sum += delta[i];
        }
        for (int i = 0; i < z.length; i++) {
            delta[i] = delta[i] / sum - label[i];
        }
    }

    /** Returns the sum of squared differences, or their mean over the outputs. */
    private static ScalarLoss squaredError(boolean mean) {
        return (z, label, activation, delta) -> {
            double factor = mean ? 2.0 / z.length : 2;
            activation.activate(z, delta);
            for (int i = 0; i < z.length; i++) {
                delta[i] = factor * (delta[i] - label[i]);
            }
            activation.back(z, delta);
        };
    }
}
