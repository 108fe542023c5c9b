package org.dl4jfreeze;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.replicas.Replica;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.run.RunRegistry;
import org.dl4jfreeze.internal.run.RunSnapshot;
import org.dl4jfreeze.internal.run.TrainingAnswers;
import org.dl4jfreeze.internal.run.TrainingRun;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the gradient covariance while a network trains, and at {@code t0} orders the parameters and freezes the first
 * {@code k} of them, as a {@link FreezePlan} says.
 *
 * <pre>{@code
 * net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8)));
 * }</pre>
 *
 * <p>The network's parameters, or some of them, must be updated by {@link FreezingAdam}; the order is global over all of
 * those, across layers and updater blocks, and no others are eligible. It works alongside other listeners, in any position. Until
 * it freezes, the network trains bit for bit as it would without it. At {@code t0} it logs, at INFO, how many parameters of each
 * layer it froze, and which layers have parameters without a gradient in any sample; from then on {@link #order()}, {@link #mask()}, {@link #variance()} and {@link #samplesTaken()} can be queried.
 * Unless the plan has further steps, no more samples are taken.
 *
 * <p>The variance is the diagonal of (2.6) in A. Grabovoy, O. Bakhteev, V. Strijov, <em>Ordering the set of neural network
 * parameters</em>: the mean over samples (divided by t, not t - 1) of the squared difference between the gradient on one
 * example and that of the mini-batch's mean loss. It lies in the updater state (one number per parameter); the listener
 * itself may need one more gradient vector while it samples, see {@link GradientSampler}. A mini-batch of one example, and a
 * gradient that holds NaN or infinity or whose square is not finite in the network's data type, give no sample; the first of each is
 * logged as a warning. If there are too few samples at
 * {@code t0} for the order, freezing waits for them and a warning says so.
 *
 * <p>Parameters that are already frozen, by another listener or by hand, stay frozen. A listener that was added twice counts once;
 * one that was removed and added again resumes, without the iterations that it did not see. Setting a learning rate or clearing the
 * updater in between does not change mask, variance and count.
 *
 * <p>One listener can serve several networks, in several threads; each is counted, ordered and frozen separately. Queries that name a
 * network are about that one, such as {@link #mask(Model)}; those that name none are about the network that was trained last. Queries
 * may come from any thread; training waits for one of them at a time. Networks are not kept reachable. The networks of a ParallelWrapper's workers
 * are one training: one decision is made for all, from the samples of all. A clone of a network continues where its original is when
 * it is cloned.
 *
 * <p>Java serialisation carries the options that the listener was built with, which is how Spark sends it to the workers, but not
 * what it has observed: see {@link FreezingCheckpoint} for that.
 *
 * @see FreezeMask for an erratum of the paper's formula (2.7)
 */
public class FreezingListener implements TrainingListener, Serializable, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final RunRegistry registry;

    /**
     * Creates a listener with the paper's sampler, {@link GradientSampler#firstExample()} in every iteration, and plain means.
     *
     * @param plan when to freeze, how many, by which order
     * @throws NullPointerException if {@code plan} is null
     */
    public FreezingListener(FreezePlan plan) {
        this(new Builder(plan));
    }

    private FreezingListener(Builder builder) {
        this(
                new ListenerOptions(
                        builder.plan, builder.sampler, builder.smoothing, builder.collected, builder.covariance),
                null);
    }

    /** Creates a listener that resumes a saved training; with a null snapshot, one that has not seen a network yet. */
    FreezingListener(ListenerOptions options, RunSnapshot saved) {
        this.registry = new RunRegistry(options, saved);
    }

    /** Returns the trainings of the networks that this listener has seen. */
    RunRegistry registry() {
        return registry;
    }

    /**
     * Starts building a listener with other options.
     *
     * @param plan when to freeze, how many, by which order
     * @return a builder with the defaults of {@link #FreezingListener(FreezePlan)}
     */
    public static Builder builder(FreezePlan plan) {
        return new Builder(plan);
    }

    /**
     * Returns the plan.
     *
     * @return the plan that the listener was built with
     */
    public FreezePlan plan() {
        return registry.options().plan();
    }

    /**
     * Returns the order by which the network that was trained last was frozen. It takes an {@code int} per parameter, which is kept
     * once it is computed: at freezing if it could not be computed later (sampling continues, several workers train, or it depends on
     * the parameters or the full covariance), otherwise on first use.
     *
     * @return the order
     * @throws IllegalStateException before freezing; or if it is queried for the first time after the network was closed, or after
     *     the updater state was modified by other code
     */
    public ParameterOrder order() {
        return registry.ask(TrainingAnswers::order);
    }

    /**
     * Returns the order by which a network was frozen, see {@link #order()}.
     *
     * @param network one that this listener has seen
     * @return the order
     * @throws IllegalStateException as {@link #order()}, and if the listener has not seen the network
     */
    public ParameterOrder order(Model network) {
        return registry.ask(network, TrainingAnswers::order);
    }

    /**
     * Computes the order of a criterion from the samples so far of the network that was trained last; does not freeze.
     *
     * @param criterion gradient variance, random, magnitude, or one that the listener was told to collect
     * @return the order
     * @throws IllegalStateException if the statistic it needs was not collected, or has no sample yet
     */
    public ParameterOrder orderBy(OrderCriterion criterion) {
        OrderCriterion given = required(criterion);
        return registry.ask(training -> training.orderBy(given)).get();
    }

    private static OrderCriterion required(OrderCriterion criterion) {
        return Objects.requireNonNull(
                criterion, "criterion is null; pass one of OrderCriterion's, such as gradientVariance()");
    }

    /**
     * Computes the order of a criterion from the samples so far of a network, see {@link #orderBy(OrderCriterion)}.
     *
     * @param network   one that this listener has seen
     * @param criterion gradient variance, random, magnitude, or one that the listener was told to collect
     * @return the order
     * @throws IllegalStateException as {@link #orderBy(OrderCriterion)}, and if the listener has not seen the network
     */
    public ParameterOrder orderBy(Model network, OrderCriterion criterion) {
        OrderCriterion given = required(criterion);
        return registry.ask(network, training -> training.orderBy(given)).get();
    }

    /**
     * Computes the numbers that {@link #orderBy(OrderCriterion)} sorts by, lowest first, for the network that was trained last: the
     * value in the table of {@link OrderCriterion}, sign included.
     *
     * @param criterion any but random: gradient variance, magnitude, or one that the listener was told to collect
     * @return a new array, shape [p] over the flat parameter vector, DOUBLE; 0 where no gradients are collected
     * @throws IllegalArgumentException if the criterion is random, which sorts by no numbers
     * @throws IllegalStateException    if the statistic it needs was not collected, or has no sample yet
     */
    public INDArray statistic(OrderCriterion criterion) {
        return registry.ask(training -> training.statistic(criterion));
    }

    /**
     * Computes the numbers that an order of a network sorts by, see {@link #statistic(OrderCriterion)}.
     *
     * @param network   one that this listener has seen
     * @param criterion any but random: gradient variance, magnitude, or one that the listener was told to collect
     * @return a new array, shape [p] over the flat parameter vector, DOUBLE; 0 where no gradients are collected
     * @throws IllegalArgumentException if the criterion is random, which sorts by no numbers
     * @throws IllegalStateException    as {@link #statistic(OrderCriterion)}, and if the listener has not seen the network
     */
    public INDArray statistic(Model network, OrderCriterion criterion) {
        return registry.ask(network, training -> training.statistic(criterion));
    }

    /**
     * Reads the mask from the updater state of the network that was trained last.
     *
     * @return the mask, one entry per parameter of the network
     * @throws IllegalStateException if the listener has not seen a network
     */
    public FreezeMask mask() {
        return registry.ask(TrainingAnswers::mask);
    }

    /**
     * Reads the mask from a network's updater state.
     *
     * @param network one that this listener has seen
     * @return the mask, one entry per parameter of the network
     * @throws IllegalStateException if the listener has not seen the network
     */
    public FreezeMask mask(Model network) {
        return registry.ask(network, TrainingAnswers::mask);
    }

    /**
     * Tells whether the plan has been carried out in the network that was trained last, and not been undone by {@link #thaw()}.
     *
     * @return whether the network is frozen by this listener; false before it has seen a network
     */
    public boolean isFrozen() {
        return !registry.isEmpty() && registry.ask(TrainingAnswers::isFrozen);
    }

    /**
     * Reports what is frozen now, as a table like the one that is logged at {@code t0}: for each layer and parameter array the number
     * of frozen parameters, the number of all, and the share in the total gradient variance of all parameters that can be frozen.
     * A dash stands where nothing can be frozen, and for the variance also before the first sample.
     *
     * @return the table, lines of equal width
     */
    public String report() {
        return registry.ask(TrainingAnswers::report);
    }

    /**
     * Tells whether the plan has been carried out in a network, and not been undone by {@link #thaw()}.
     *
     * @param network one that this listener has seen
     * @return whether the network is frozen by this listener
     * @throws IllegalStateException if the listener has not seen the network
     */
    public boolean isFrozen(Model network) {
        return registry.ask(network, TrainingAnswers::isFrozen);
    }

    /**
     * Returns the gradient variance, the diagonal of the covariance C_t of (2.6), of the network that was trained last.
     *
     * @return a copy, shape [p] over the flat parameter vector; 0 for parameters that cannot be frozen
     * @throws IllegalStateException if the listener has not seen a network
     */
    public INDArray variance() {
        return registry.ask(TrainingAnswers::variance);
    }

    /**
     * Returns the gradient variance of a network, see {@link #variance()}.
     *
     * @param network one that this listener has seen
     * @return a copy, shape [p] over the flat parameter vector; 0 for parameters that cannot be frozen
     * @throws IllegalStateException if the listener has not seen the network
     */
    public INDArray variance(Model network) {
        return registry.ask(network, TrainingAnswers::variance);
    }

    /**
     * Returns the full covariance of the network that was trained last. It lies in the network's own memory: query it between two
     * calls of {@code fit}, or in the thread that trains. It is valid until this listener is closed; closing it releases it for this
     * network, as {@link #close} does. For several workers' networks it is a copy, of the samples of all, which the caller closes.
     *
     * @return the covariance
     * @throws IllegalStateException if it is not kept, see {@link Builder#covariance}, or was released by {@link #close}
     */
    public FullCovariance covariance() {
        return registry.ask(TrainingAnswers::covariance);
    }

    /**
     * Returns the full covariance of a network, see {@link #covariance()}.
     *
     * @param network one that this listener has seen
     * @return the covariance
     * @throws IllegalStateException as {@link #covariance()}, and if the listener has not seen the network
     */
    public FullCovariance covariance(Model network) {
        return registry.ask(network, TrainingAnswers::covariance);
    }

    /**
     * Frees the memory of the full covariance of all networks seen so far: no further samples are accumulated, and orders that need
     * it can no longer be computed. Everything else continues. Without a full covariance this has no effect. The covariance of a
     * network that becomes garbage is freed with it.
     */
    @Override
    public void close() {
        registry.close();
    }

    /**
     * Returns the number of samples that the variance is a mean of; this is not the network's iteration count.
     *
     * @return {@code t} of the network that was trained last; 0 before the listener has seen one
     */
    public long samplesTaken() {
        return registry.isEmpty() ? 0 : registry.ask(TrainingAnswers::samplesTaken);
    }

    /**
     * Returns the number of samples that the variance of a network is a mean of.
     *
     * @param network one that this listener has seen
     * @return {@code t}
     * @throws IllegalStateException if the listener has not seen the network
     */
    public long samplesTaken(Model network) {
        return registry.ask(network, TrainingAnswers::samplesTaken);
    }

    /**
     * Undoes the freezing in all networks that this listener has frozen: from the next iteration on all parameters are updated
     * again, with Adam's moments as they were when they were frozen. The plan is not carried out a second time.
     *
     * @throws IllegalStateException if the listener has not frozen anything yet
     */
    public void thaw() {
        registry.thaw();
    }

    /** Attaches to a network before it trains. */
    void attach(Model model) {
        handle(model, (run, replica) -> {});
    }

    private interface Event {
        void on(TrainingRun run, Replica replica);
    }

    /** Runs an event outside of DL4J's workspaces, because arrays that are made while listening must outlive the iteration. */
    @SuppressWarnings("try")
    private void handle(Model model, Event event) {
        if (!NetworkView.isNetwork(model)) {
            return;
        }
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            registry.train(model, this, run -> {
                long start = System.nanoTime();
                Replica replica = run.of(model);
                event.on(run, replica);
                replica.countListenerTime(System.nanoTime() - start);
            });
        }
    }

    /** Keeps what is frozen of a layer that is pretrained on its own; it takes no samples. */
    @SuppressWarnings("try")
    private void keepPretrained(Model layer) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            registry.freezePretrained(layer);
        }
    }

    @Override
    public void onEpochStart(Model model) {
        handle(model, (run, replica) -> {
            run.epochStarted(replica);
            // a listener that was taken away and added again is not known to the layers
            replica.network().listenToPretraining(this);
        });
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        handle(model, TrainingRun::forwardPassDone);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        handle(model, TrainingRun::forwardPassDone);
    }

    @Override
    public void onBackwardPass(Model model) {
        handle(model, TrainingRun::backwardPassDone);
    }

    @Override
    public void onGradientCalculation(Model model) {
        if (NetworkView.isNetwork(model)) {
            handle(model, TrainingRun::gradientCalculated);
        } else {
            keepPretrained(model);
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        handle(model, TrainingRun::iterationDone);
    }

    @Override
    public void onEpochEnd(Model model) {
        handle(model, TrainingRun::epochDone);
    }

    /**
     * Describes the listener: its plan and sampler, and the samples and frozen parameters of each network.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return "FreezingListener(" + registry + ")";
    }

    /** Builds a listener. */
    public static final class Builder {

        private final FreezePlan plan;
        private final Set<OrderCriterion.Kind> collected = EnumSet.noneOf(OrderCriterion.Kind.class);
        private GradientSampler sampler = GradientSampler.firstExample();
        private SmoothingSchedule smoothing = SmoothingSchedule.mean();
        private Covariance covariance = Covariance.diagonal();

        private Builder(FreezePlan plan) {
            this.plan = Objects.requireNonNull(
                    plan, "plan is null; pass a FreezePlan, such as FreezePlan.never() to observe");
        }

        /**
         * Sets how gradients are sampled.
         *
         * @param gradientSampler {@link GradientSampler#firstExample()} by default
         * @return this
         */
        public Builder sampler(GradientSampler gradientSampler) {
            this.sampler =
                    Objects.requireNonNull(gradientSampler, "sampler is null; pass a GradientSampler, or omit it");
            return this;
        }

        /**
         * Sets how samples are weighted.
         *
         * @param schedule {@link SmoothingSchedule#mean()} by default, the paper's
         * @return this
         */
        public Builder smoothing(SmoothingSchedule schedule) {
            this.smoothing =
                    Objects.requireNonNull(schedule, "smoothing is null; pass a SmoothingSchedule, or omit it");
            return this;
        }

        /**
         * Sets how much of the covariance is kept. If an order needs the full covariance, it is kept regardless of this option. Memory
         * is checked before the network's first update.
         *
         * @param option {@link Covariance#diagonal()} by default
         * @return this
         */
        public Builder covariance(Covariance option) {
            this.covariance = Objects.requireNonNull(option, "covariance is null; pass a Covariance, or omit it");
            return this;
        }

        /**
         * Collects what further orders need, so that {@link FreezingListener#orderBy} can compute them. The statistics of the plan's
         * order and the gradient variance are always collected; {@link OrderCriterion} tells the cost of the others.
         *
         * @param criteria the orders to be queried
         * @return this
         */
        public Builder collect(OrderCriterion... criteria) {
            Objects.requireNonNull(criteria, "criteria is null; pass the orders to be queried, or omit collect(...)");
            for (OrderCriterion criterion : criteria) {
                collected.add(required(criterion).kind());
            }
            return this;
        }

        /**
         * Builds the listener. Logs a warning if the mean squared gradient is to be that of mini-batches, see
         * {@link OrderCriterion#meanSquaredGradient()}.
         *
         * @return a new listener
         * @throws IllegalArgumentException if the sampler takes its first samples after the plan's iteration
         */
        public FreezingListener build() {
            FreezingListener listener = new FreezingListener(this);
            listener.registry.options().caveats().forEach(LOG::warn);
            return listener;
        }
    }
}
