package org.dl4jfreeze;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.covariance.SmoothingSchedule;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Samples the gradient covariance while a network trains, and at {@code t0} orders the parameters and freezes the first
 * {@code k} of them, as a {@link FreezePlan} says.
 *
 * <pre>{@code
 * net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8)));
 * }</pre>
 *
 * <p>The network's parameters, or some of them, must be updated by {@link FreezingAdam}; the order is global over all of
 * those, whatever layers and updater blocks they are in, and the others take no part. Works beside any other listeners, in
 * any position. Until it freezes, the network trains as it would without it, to the bit. At {@code t0} it logs, at INFO, how
 * many parameters of each layer it froze; afterwards {@link #order()}, {@link #mask()}, {@link #variance()} and
 * {@link #samplesTaken()} answer. After freezing no further samples are taken.
 *
 * <p>The variance is the diagonal of (2.6) in A. Grabovoy, O. Bakhteev, V. Strijov, <em>Ordering the set of neural network
 * parameters</em>: the mean over samples (divided by t, not t - 1) of the squared difference between the gradient on one
 * example and that of the mini-batch's mean loss. It lies in the updater state (one number per parameter); the listener
 * itself needs one gradient vector more while it samples, see {@link GradientSampler}. A mini-batch of one example, and a
 * gradient with NaN or infinity in it, give no sample; the first of each is logged as a warning. If there is no sample at
 * {@code t0} although the order needs one, freezing waits for it and a warning says so.
 *
 * <p>What is frozen already, by another listener or by hand, stays frozen. A listener that was added twice counts once.
 *
 * <p>One listener can serve several networks; each is counted, ordered and frozen on its own, and the answers without a
 * model argument are those of the first.
 *
 * @see FreezeMask for an erratum of the paper's formula (2.7)
 */
public class FreezingListener implements TrainingListener {

    private final FreezePlan plan;
    private final GradientSampler sampler;
    private final SmoothingSchedule smoothing;
    private final Set<OrderCriterion.Kind> collected;
    private final List<FreezingRun> runs = new ArrayList<>();

    /**
     * A listener with the paper's sampler, {@link GradientSampler#firstExample()} in every iteration, and plain means.
     *
     * @param plan when to freeze, how many, by which order
     * @throws NullPointerException if {@code plan} is null
     */
    public FreezingListener(FreezePlan plan) {
        this(new Builder(plan));
    }

    private FreezingListener(Builder builder) {
        this.plan = builder.plan;
        this.sampler = builder.sampler;
        plan.checkSampledBy(sampler);
        this.smoothing = builder.smoothing;
        this.collected = new LinkedHashSet<>(builder.collected);
        this.collected.add(plan.criterion().kind());
    }

    /**
     * A listener with other options.
     *
     * @param plan when to freeze, how many, by which order
     * @return a builder with the defaults of {@link #FreezingListener(FreezePlan)}
     */
    public static Builder builder(FreezePlan plan) {
        return new Builder(plan);
    }

    /**
     * The plan.
     *
     * @return what was given to the constructor
     */
    public FreezePlan plan() {
        return plan;
    }

    /**
     * The order by which the network was frozen.
     *
     * @return the order
     * @throws IllegalStateException before freezing
     */
    public ParameterOrder order() {
        return firstRun().order();
    }

    /**
     * The order of a criterion, from what has been sampled so far; does not freeze.
     *
     * @param criterion gradient variance, random, magnitude, or one that the listener was told to collect
     * @return the order
     * @throws IllegalStateException if the statistic it needs was not collected, or has no sample yet
     */
    public ParameterOrder orderBy(OrderCriterion criterion) {
        return firstRun().orderBy(criterion);
    }

    /**
     * What is frozen now, read from the network's updater state.
     *
     * @return the mask, one entry per parameter of the network
     */
    public FreezeMask mask() {
        return firstRun().mask();
    }

    /**
     * Whether the plan has been carried out, and not been undone by {@link #thaw()}.
     *
     * @return whether the network is frozen by this listener
     */
    public boolean isFrozen() {
        return !runs.isEmpty() && firstRun().isFrozen();
    }

    /**
     * The gradient variance, the diagonal of the covariance.
     *
     * @return a copy, shape [p] over the flat parameter vector; 0 for parameters that take no part
     */
    public INDArray variance() {
        return firstRun().variance();
    }

    /**
     * How many samples the variance is a mean of; not the network's iteration count.
     *
     * @return {@code t}
     */
    public long samplesTaken() {
        return runs.isEmpty() ? 0 : firstRun().samplesTaken();
    }

    /**
     * Undoes the freezing, in all networks that this listener has frozen: from the next iteration on everything moves
     * again, with Adam's moments as they were when it was frozen. The plan is not carried out a second time.
     *
     * @throws IllegalStateException if the listener has not frozen anything yet
     */
    public synchronized void thaw() {
        if (runs.stream().noneMatch(FreezingRun::isCarriedOut)) {
            throw new IllegalStateException(
                    "Nothing has been frozen yet, so there is nothing to thaw; " + plan + " is carried out later");
        }
        runs.stream().filter(FreezingRun::isFrozen).forEach(FreezingRun::thaw);
    }

    private synchronized FreezingRun firstRun() {
        if (runs.isEmpty()) {
            throw new IllegalStateException(
                    "The listener has not seen a network yet; add it with addListeners and train at least one iteration");
        }
        runs.get(0).followUpdater();
        return runs.get(0);
    }

    /** The run of a model, up to date with its updater; null for a layer that is being pretrained. */
    private synchronized FreezingRun runOf(Model model) {
        if (!FreezableNetwork.isNetwork(model)) {
            return null;
        }
        for (FreezingRun run : runs) {
            if (run.isOf(model)) {
                run.followUpdater();
                return run;
            }
        }
        FreezingRun run = new FreezingRun(model, plan, sampler, smoothing, collected);
        runs.add(run);
        return run;
    }

    private interface Event {
        void on(FreezingRun run);
    }

    /** Arrays made while listening must outlive the iteration, so they are made outside of DL4J's workspaces. */
    @SuppressWarnings("try")
    private void handle(Model model, Event event) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            FreezingRun run = runOf(model);
            if (run != null) {
                event.on(run);
            }
        }
    }

    @Override
    public void onEpochStart(Model model) {
        handle(model, run -> {});
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        handle(model, run -> {});
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        handle(model, run -> {});
    }

    @Override
    public void onBackwardPass(Model model) {
        handle(model, FreezingRun::backwardPassDone);
    }

    @Override
    public void onGradientCalculation(Model model) {
        handle(model, FreezingRun::gradientCalculated);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        handle(model, FreezingRun::iterationDone);
    }

    @Override
    public void onEpochEnd(Model model) {
        handle(model, FreezingRun::epochDone);
    }

    /** Builds a listener. */
    public static final class Builder {

        private final FreezePlan plan;
        private final Set<OrderCriterion.Kind> collected = new LinkedHashSet<>();
        private GradientSampler sampler = GradientSampler.firstExample();
        private SmoothingSchedule smoothing = SmoothingSchedule.mean();

        private Builder(FreezePlan plan) {
            this.plan = Objects.requireNonNull(plan, "plan");
        }

        /**
         * How gradients are sampled.
         *
         * @param gradientSampler {@link GradientSampler#firstExample()} by default
         * @return this
         */
        public Builder sampler(GradientSampler gradientSampler) {
            this.sampler = Objects.requireNonNull(gradientSampler, "sampler");
            return this;
        }

        /**
         * How samples are weighted.
         *
         * @param schedule {@link SmoothingSchedule#mean()} by default, the paper's
         * @return this
         */
        public Builder smoothing(SmoothingSchedule schedule) {
            this.smoothing = Objects.requireNonNull(schedule, "smoothing");
            return this;
        }

        /**
         * Collects what further orders need, so that {@link FreezingListener#orderBy} can give them. What the plan's own
         * order needs and gradient variance are always collected; what the others cost is said in {@link OrderCriterion}.
         *
         * @param criteria the orders that will be asked for
         * @return this
         */
        public Builder collect(OrderCriterion... criteria) {
            for (OrderCriterion criterion : criteria) {
                collected.add(criterion.kind());
            }
            return this;
        }

        /**
         * The listener.
         *
         * @return a new listener
         * @throws IllegalArgumentException if the sampler takes its first samples after the plan's iteration
         */
        public FreezingListener build() {
            return new FreezingListener(this);
        }
    }
}
