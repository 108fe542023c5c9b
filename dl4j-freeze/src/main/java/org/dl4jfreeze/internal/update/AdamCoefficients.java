package org.dl4jfreeze.internal.update;

import org.nd4j.linalg.learning.config.Adam;

/**
 * Computes the coefficients of one step of Adam in the arithmetic of ND4J's own {@code adam_updater}, so that a direct loop gives
 * the numbers that the stock operation would give:
 *
 * <pre>
 * m = beta1 m + g (1 - beta1)
 * v = beta2 v + g g (1 - beta2)
 * update = m stepSize / (sqrt(v) + epsilon),   stepSize = learningRate sqrt(1 - beta2^(t+1)) / (1 - beta1^(t+1))
 * </pre>
 *
 * <p>{@code t} is the network's iteration count. ND4J takes {@code epsilon} for a step size that is 0, NaN or infinite;
 * so does this class.
 */
final class AdamCoefficients {

    private final Adam config;
    private double learningRate;
    private int iteration;

    AdamCoefficients(Adam config) {
        this.config = config;
    }

    /** Sets the coefficients for a step and returns this. */
    AdamCoefficients at(int iterationCount, int epoch) {
        iteration = iterationCount;
        learningRate = config.getLearningRate(iterationCount, epoch);
        return this;
    }

    double learningRate() {
        return learningRate;
    }

    double beta1() {
        return config.getBeta1();
    }

    double beta2() {
        return config.getBeta2();
    }

    double epsilon() {
        return config.getEpsilon();
    }

    int iteration() {
        return iteration;
    }

    /** Returns the step size in single precision: every intermediate result is rounded where the native code rounds it. */
    float floatStepSize() {
        float exponent = (float) iteration + 1f;
        float beta1T = (float) Math.pow((float) beta1(), exponent);
        float beta2T = (float) Math.pow((float) beta2(), exponent);
        float numerator = (float) learningRate * (float) Math.sqrt((float) (1.0 - beta2T));
        float stepSize = (float) (numerator / (1.0 - beta1T));
        return stepSize == 0 || !Float.isFinite(stepSize) ? (float) epsilon() : stepSize;
    }

    /** Returns the step size in double precision. */
    double doubleStepSize() {
        double beta1T = Math.pow(beta1(), iteration + 1.0);
        double beta2T = Math.pow(beta2(), iteration + 1.0);
        double stepSize = learningRate * Math.sqrt(1.0 - beta2T) / (1.0 - beta1T);
        return stepSize == 0 || !Double.isFinite(stepSize) ? epsilon() : stepSize;
    }
}
