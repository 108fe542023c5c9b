package org.dl4jfreeze.internal.statistics;

import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;

/**
 * What the orders are made of, besides the parameters themselves: running means of squares, one number per parameter, and the
 * full covariance.
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

    /** The statistic that a criterion looks at; null if it needs none. */
    public static StatisticKind of(OrderCriterion.Kind kind) {
        switch (kind) {
            case RANDOM:
            case MAGNITUDE:
                return null;
            case MEAN_SQUARED_GRADIENT:
            case OPTIMAL_BRAIN_DAMAGE:
                return SQUARED_GRADIENT;
            case MINI_BATCH_VARIANCE:
                return MINI_BATCH_VARIANCE;
            case MEAN_SQUARED_UPDATE:
                return SQUARED_UPDATE;
            case CONDITIONAL_VARIANCE:
            case BELSLEY:
                return FULL_COVARIANCE;
            default:
                return GRADIENT_VARIANCE;
        }
    }

    /** How many samples an order needs of what it looks at; 0 if it looks at none. */
    public static int minimumSamples(OrderCriterion criterion, GradientSampler sampler) {
        StatisticKind statistic = of(criterion.kind());
        return statistic == null ? 0 : statistic.minimumSamples(sampler);
    }

    private int minimumSamples(GradientSampler sampler) {
        switch (this) {
            case MINI_BATCH_VARIANCE:
                return GradientSampler.miniBatch().minimumSamples();
            case SQUARED_UPDATE:
                return 1;
            default:
                return sampler.minimumSamples();
        }
    }

    /** Whether a sample of it takes the gradient of a single example. */
    public boolean needsPairs(GradientSampler sampler) {
        return sampler.needsExampleGradient() && this != MINI_BATCH_VARIANCE && this != SQUARED_UPDATE;
    }

    /** How a listener is told to collect it. */
    String criterion() {
        return criterion;
    }

    @Override
    public String toString() {
        return label;
    }
}
