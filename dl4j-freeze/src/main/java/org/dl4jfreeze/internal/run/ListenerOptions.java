package org.dl4jfreeze.internal.run;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.plan.LayerNumbers;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.statistics.CovarianceSlot;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.internal.statistics.StatisticsOptions;

/** The options that a {@link FreezingListener} was built with. Immutable. */
public final class ListenerOptions implements StatisticsOptions, Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezePlan plan;
    private final GradientSampler sampler;
    private final SmoothingSchedule smoothing;
    private final EnumSet<OrderCriterion.Kind> collected;
    private final Covariance covariance;

    /**
     * Checks that the options fit together.
     *
     * @param collected  orders to be queried, in addition to the plan's
     * @param covariance how much of the covariance to keep; all of it if one of the orders needs that
     * @throws IllegalArgumentException if the sampler takes its first samples after the plan's iteration, or the memory for the
     *     covariance is not bounded, or a full covariance is needed and the sampler gives none
     */
    public ListenerOptions(
            FreezePlan plan,
            GradientSampler sampler,
            SmoothingSchedule smoothing,
            Set<OrderCriterion.Kind> collected,
            Covariance covariance) {
        PlanValidator.checkSampledBy(plan, sampler);
        this.plan = plan;
        this.sampler = sampler;
        this.smoothing = smoothing;
        this.collected = EnumSet.of(plan.criterion().kind());
        this.collected.addAll(collected);
        boolean needed = statistics().contains(StatisticKind.FULL_COVARIANCE);
        this.covariance = needed && !covariance.isFull() ? Covariance.full() : covariance;
        checkGivesCovariance();
        MemoryEstimate.checkBounded(this.covariance, expectedSamples());
        if (needed) {
            CovarianceSlot.checkEnough(this.covariance, sampler.minimumSamples());
        }
    }

    /** Returns the same options for a network: with a plan that names its layers, where this one has their numbers. */
    public ListenerOptions namedFor(NetworkView network) {
        FreezePlan named = LayerNumbers.resolved(plan, network);
        return named == plan ? this : new ListenerOptions(named, sampler, smoothing, collected, covariance);
    }

    /** Returns what is to be saved. */
    public OptionsData data() {
        return new OptionsData(this);
    }

    /**
     * Restores options.
     *
     * @throws IllegalArgumentException if the data are incomplete, or do not fit together
     */
    public static ListenerOptions of(OptionsData data, StrictJson json, String at) {
        return json.required(at, data).toOptions(json, at);
    }

    private void checkGivesCovariance() {
        if (covariance.isFull() && sampler.needsSquaredGradients()) {
            throw new IllegalArgumentException("The full covariance is not available with " + sampler
                    + ", which gives squares of gradients, parameter by parameter; use GradientSampler.firstExample()"
                    + " or miniBatch(), or Covariance.diagonal() with orders that need only the diagonal, such as"
                    + " gradientVariance(), received " + collected);
        }
    }

    /** Returns warnings of what is collected under a name that promises other numbers. */
    public List<String> caveats() {
        boolean isOfMiniBatches = !sampler.needsExampleGradient();
        return isOfMiniBatches && statistics().contains(StatisticKind.SQUARED_GRADIENT)
                ? List.of("With " + sampler + " the orders meanSquaredGradient() and optimalBrainDamage() square the"
                        + " gradient of the mini-batch: that is not the Fisher information, which is a mean over single"
                        + " examples; use GradientSampler.firstExample() or wholeBatch() where the network allows it")
                : List.of();
    }

    public FreezePlan plan() {
        return plan;
    }

    @Override
    public GradientSampler sampler() {
        return sampler;
    }

    @Override
    public SmoothingSchedule smoothing() {
        return smoothing;
    }

    @Override
    public Covariance covariance() {
        return covariance;
    }

    /** Returns the expected number of samples until the plan is finished; 0 if that is not known. */
    @Override
    public long expectedSamples() {
        long last = PlanValidator.lastSampledIteration(plan);
        return last == 0 ? 0 : Math.max(1, SamplerStreams.samplesIn(sampler, last));
    }

    /** Returns the statistics that the orders, the plan's among them, are made from. */
    @Override
    public Set<StatisticKind> statistics() {
        EnumSet<StatisticKind> statistics = EnumSet.noneOf(StatisticKind.class);
        collected.forEach(kind -> CriterionDefinition.of(kind).statistic().ifPresent(statistics::add));
        return statistics;
    }

    @Override
    public ParameterRanges eligible(NetworkView network) {
        return PlanValidator.eligible(plan, network.groups());
    }

    /** Returns all orders that can be queried. */
    public Set<OrderCriterion.Kind> collected() {
        return Collections.unmodifiableSet(collected);
    }
}
