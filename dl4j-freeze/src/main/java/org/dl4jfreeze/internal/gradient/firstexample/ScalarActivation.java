package org.dl4jfreeze.internal.gradient.firstexample;

import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * Computes the most common activations on small arrays on the heap, where a call of ND4J takes longer than the arithmetic. Other
 * activations are computed by DL4J.
 */
enum ScalarActivation {
    IDENTITY(z -> z, z -> 1),
    RELU(z -> Math.max(0, z), z -> z > 0 ? 1 : 0),
    SIGMOID(ScalarActivation::sigmoid, z -> sigmoid(z) * (1 - sigmoid(z))),
    TANH(Math::tanh, z -> 1 - Math.tanh(z) * Math.tanh(z));

    private final DoubleUnaryOperator function;
    private final DoubleUnaryOperator derivative;

    ScalarActivation(DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
        this.function = function;
        this.derivative = derivative;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** Returns the scalar form of DL4J's activation; null if there is none. */
    static ScalarActivation of(IActivation activation) {
        Class<?> type = activation.getClass();
        if (type == ActivationIdentity.class) {
            return IDENTITY;
        }
        if (type == ActivationSigmoid.class) {
            return SIGMOID;
        }
        if (type == ActivationTanH.class) {
            return TANH;
        }
        // not the bounded or leaky ones
        return type == ActivationReLU.class && activation.equals(new ActivationReLU()) ? RELU : null;
    }

    /** Computes {@code f(z)}, element by element. */
    void activate(double[] z, double[] target) {
        for (int i = 0; i < z.length; i++) {
            target[i] = function.applyAsDouble(z[i]);
        }
    }

    /** Computes {@code error *= f'(z)}, element by element. */
    void back(double[] z, double[] error) {
        for (int i = 0; i < z.length; i++) {
            error[i] *= derivative.applyAsDouble(z[i]);
        }
    }
}
