package org.dl4jfreeze.internal.order;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * Defines what each order is computed from: the statistic to collect, and how that becomes the value that parameters are
 * sorted by, lowest first. One constant for each {@link OrderCriterion.Kind}, of the same name.
 *
 * <p>With {@link OrderCriterion}, which has the name, the parameters and the factory method, this is all that knows single
 * orders: a further one is a further constant in both.
 */
public enum CriterionDefinition {
    GRADIENT_VARIANCE(StatisticKind.GRADIENT_VARIANCE, SignChange.NONE),
    REVERSED_VARIANCE(StatisticKind.GRADIENT_VARIANCE, SignChange.NEGATED),
    RANDOM(null, null, null, null),
    MAGNITUDE(SignChange.ABSOLUTE),
    MEAN_SQUARED_GRADIENT(StatisticKind.SQUARED_GRADIENT, SignChange.NONE),
    MINI_BATCH_VARIANCE(StatisticKind.MINI_BATCH_VARIANCE, SignChange.NONE),
    MEAN_SQUARED_UPDATE(StatisticKind.SQUARED_UPDATE, SignChange.NONE),
    OPTIMAL_BRAIN_DAMAGE(StatisticKind.SQUARED_GRADIENT, (squaredGradient, w) -> 0.5 * squaredGradient * w * w),
    CONDITIONAL_VARIANCE(CovarianceValues::conditionalVariance),
    BELSLEY(CovarianceValues::nearDependencies);

    /** Computes one value per parameter of the network from the full covariance. */
    interface OfCovariance {
        double[] values(CovarianceAccumulator covariance, OrderCriterion criterion);
    }

    private final StatisticKind statistic;
    private final SignChange sign;
    private final DoubleBinaryOperator combination;
    private final OfCovariance ofCovariance;

    CriterionDefinition(
            StatisticKind statistic, SignChange sign, DoubleBinaryOperator combination, OfCovariance ofCovariance) {
        this.statistic = statistic;
        this.sign = sign;
        this.combination = combination;
        this.ofCovariance = ofCovariance;
    }

    /** Orders by a statistic, with or without its sign. */
    CriterionDefinition(StatisticKind statistic, SignChange sign) {
        this(statistic, sign, null, null);
    }

    /** Orders by the parameters, with or without their sign. */
    CriterionDefinition(SignChange sign) {
        this(null, sign, null, null);
    }

    /** Orders by a function of a parameter's statistic and of the parameter itself. */
    CriterionDefinition(StatisticKind statistic, DoubleBinaryOperator ofStatisticAndParameter) {
        this(statistic, null, ofStatisticAndParameter, null);
    }

    /** Orders by what is computed from all of the covariance at a time. */
    CriterionDefinition(OfCovariance ofCovariance) {
        this(StatisticKind.FULL_COVARIANCE, null, null, ofCovariance);
    }

    public static CriterionDefinition of(OrderCriterion.Kind kind) {
        return valueOf(kind.name());
    }

    public static CriterionDefinition of(OrderCriterion criterion) {
        return of(criterion.kind());
    }

    /** The statistic that must be collected for it, if any. */
    public Optional<StatisticKind> statistic() {
        return Optional.ofNullable(statistic);
    }

    /** Number of samples that the order needs at least; 0 if it needs no statistic. */
    public int minimumSamples(GradientSampler sampler) {
        return statistic == null ? 0 : statistic.minimumSamples(sampler);
    }

    public boolean needsFullCovariance() {
        return ofCovariance != null;
    }

    /** Whether each parameter's value depends on its own numbers only, so that {@link CriterionValues} can read it. */
    public boolean isByParameter() {
        return sign != null || combination != null;
    }

    /** Whether the order is drawn from a seed. */
    boolean isRandom() {
        return !isByParameter() && !needsFullCovariance();
    }

    /** Whether the values do not depend on the parameters, which keep moving while they are trained. */
    boolean isByStatisticOnly() {
        return statistic != null && sign != null;
    }

    /** The change of sign that makes numbers into values; null unless there is one. */
    SignChange sign() {
        return sign;
    }

    /** The value from statistic and parameter; null unless it depends on both. */
    DoubleBinaryOperator combination() {
        return combination;
    }

    /** One value per parameter of the network; to be called only if {@link #needsFullCovariance()}. */
    double[] values(CovarianceAccumulator covariance, OrderCriterion criterion) {
        return ofCovariance.values(covariance, criterion);
    }
}
