package org.dl4jfreeze.internal.statistics;

import org.dl4jfreeze.GradientSampler;

/**
 * The statistics that orders are made from, in addition to the parameters themselves: running means of squares, one number
 * per parameter, and the full covariance.
 */
public enum StatisticKind {
    GRADIENT_VARIANCE("gradient variance", "gradientVariance()"),
    SQUARED_GRADIENT("mean squared gradient", "meanSquaredGradient()"),
    MINI_BATCH_VARIANCE("variance of the mini-batch gradient", "miniBatchVariance()"),
    SQUARED_UPDATE("mean squared update", "meanSquaredUpdate()"),
    FULL_COVARIANCE("full covariance", "conditionalVariance()");

    private final String label;
    private final String criterion;

    StatisticKind(String label, String criterion) {
        this.label = label;
        this.criterion = criterion;
    }

    /** Returns the name that a checkpoint gives it, such as {@code gradientVariance}. */
    String id() {
        return criterion.substring(0, criterion.length() - 2);
    }

    /** Returns the number of samples that an order needs at least. */
    public int minimumSamples(GradientSampler sampler) {
        switch (this) {
            case MINI_BATCH_VARIANCE:
                return GradientSampler.miniBatch().minimumSamples();
            case SQUARED_UPDATE:
                return 1;
            default:
                return sampler.minimumSamples();
        }
    }

    /** Tells whether a sample of it needs the gradient of a single example in addition to that of the mini-batch. */
    public boolean needsPairs(GradientSampler sampler) {
        return sampler.needsExampleGradient() && this != MINI_BATCH_VARIANCE && this != SQUARED_UPDATE;
    }

    /** Returns the factory method of a criterion for which a listener collects it. */
    String criterion() {
        return criterion;
    }

    @Override
    public String toString() {
        return label;
    }
}
