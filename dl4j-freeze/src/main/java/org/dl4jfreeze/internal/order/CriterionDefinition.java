package org.dl4jfreeze.internal.order;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceBytes;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * Defines what each order is computed from: the statistic to collect, and how that becomes the value that parameters are
 * sorted by, lowest first. One constant for each {@link OrderCriterion.Kind}, of the same name.
 *
 * <p>With {@link OrderCriterion}, which has the name, the parameters and the factory method, this is all that knows single
 * orders, except for what {@link CovarianceValues} computes from the full covariance: a further one is a further constant in both.
 */
public enum CriterionDefinition {
    GRADIENT_VARIANCE(StatisticKind.GRADIENT_VARIANCE, SignChange.NONE),
    REVERSED_VARIANCE(StatisticKind.GRADIENT_VARIANCE, SignChange.NEGATED),
    RANDOM(null, null, null, null, null),
    MAGNITUDE(SignChange.ABSOLUTE),
    MEAN_SQUARED_GRADIENT(StatisticKind.SQUARED_GRADIENT, SignChange.NONE),
    MINI_BATCH_VARIANCE(StatisticKind.MINI_BATCH_VARIANCE, SignChange.NONE),
    MEAN_SQUARED_UPDATE(StatisticKind.SQUARED_UPDATE, SignChange.NONE),
    OPTIMAL_BRAIN_DAMAGE(StatisticKind.SQUARED_GRADIENT, (squaredGradient, w) -> 0.5 * squaredGradient * w * w),
    CONDITIONAL_VARIANCE(CovarianceValues::conditionalVariance, CovarianceBytes::conditionalVariance),
    BELSLEY(CovarianceValues::nearDependencies, CovarianceBytes::belsley);

    /** Computes one value per parameter of the network from the full covariance. */
    interface OfCovariance {
        double[] values(CovarianceAccumulator covariance, OrderCriterion criterion);
    }

    /** Estimates the off-heap memory that the values take while they are computed, in addition to the covariance. */
    interface Memory {
        long bytes(FullCovariance.Form form, long parameters, long samples);
    }

    private final StatisticKind statistic;
    private final SignChange sign;
    private final DoubleBinaryOperator combination;
    private final OfCovariance ofCovariance;
    private final Memory memory;

    CriterionDefinition(
            StatisticKind statistic,
            SignChange sign,
            DoubleBinaryOperator combination,
            OfCovariance ofCovariance,
            Memory memory) {
        this.statistic = statistic;
        this.sign = sign;
        this.combination = combination;
        this.ofCovariance = ofCovariance;
        this.memory = memory;
    }

    /** Orders by a statistic, with or without its sign. */
    CriterionDefinition(StatisticKind statistic, SignChange sign) {
        this(statistic, sign, null, null, null);
    }

    /** Orders by the parameters, with or without their sign. */
    CriterionDefinition(SignChange sign) {
        this(null, sign, null, null, null);
    }

    /** Orders by a function of a parameter's statistic and of the parameter itself. */
    CriterionDefinition(StatisticKind statistic, DoubleBinaryOperator ofStatisticAndParameter) {
        this(statistic, null, ofStatisticAndParameter, null, null);
    }

    /** Orders by values that are computed from the full covariance. */
    CriterionDefinition(OfCovariance ofCovariance, Memory memory) {
        this(StatisticKind.FULL_COVARIANCE, null, null, ofCovariance, memory);
    }

    public static CriterionDefinition of(OrderCriterion.Kind kind) {
        return valueOf(kind.name());
    }

    public static CriterionDefinition of(OrderCriterion criterion) {
        return of(criterion.kind());
    }

    /** Returns the statistic that must be collected for it, if any. */
    public Optional<StatisticKind> statistic() {
        return Optional.ofNullable(statistic);
    }

    /** Returns the number of samples that the order needs at least; 0 if it needs no statistic. */
    public int minimumSamples(GradientSampler sampler) {
        return statistic == null ? 0 : statistic.minimumSamples(sampler);
    }

    /** Returns the bytes of off-heap memory that the values take while they are computed; 0 without a full covariance. */
    public long bytes(FullCovariance.Form form, long parameters, long samples) {
        return memory == null ? 0 : memory.bytes(form, parameters, samples);
    }

    public boolean needsFullCovariance() {
        return ofCovariance != null;
    }

    /** Tells whether each parameter's value depends on its own numbers only, so that {@link CriterionValues} can read it. */
    public boolean isByParameter() {
        return sign != null || combination != null;
    }

    /** Tells whether the order is drawn from a seed. */
    boolean isRandom() {
        return !isByParameter() && !needsFullCovariance();
    }

    /** Tells whether the values do not depend on the parameters, which keep moving while they are trained. */
    boolean isByStatisticOnly() {
        return statistic != null && sign != null;
    }

    /** Returns the change of sign that makes numbers into values; null unless there is one. */
    SignChange sign() {
        return sign;
    }

    /** Returns the value from statistic and parameter; null unless it depends on both. */
    DoubleBinaryOperator combination() {
        return combination;
    }

    /** Returns one value per parameter of the network; to be called only if {@link #needsFullCovariance()}. */
    double[] values(CovarianceAccumulator covariance, OrderCriterion criterion) {
        return ofCovariance.values(covariance, criterion);
    }
}
