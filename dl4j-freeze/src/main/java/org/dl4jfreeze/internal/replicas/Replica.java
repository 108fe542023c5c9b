package org.dl4jfreeze.internal.replicas;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.ListenerCall;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.gradient.SamplingBudget;
import org.dl4jfreeze.internal.statistics.GradientStatistics;

/**
 * One network of a training: the only one, or one of several in data-parallel training.
 *
 * <p>Does not keep the network reachable. Its events come from one thread at a time; its statistics are read by others, under
 * its monitor.
 */
public final class Replica {

    private static final Cleaner DROPPED = Cleaner.create();

    /** Samples that are taken whatever they cost: no order needs more than two. */
    private static final int FREE_SAMPLES = 2;

    private final WeakReference<Model> model;
    /** Null if sampling may take any share of the time. */
    private final SamplingBudget budget;

    private int worker;
    private WeakReference<NetworkView> view;
    private WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
    private GradientStatistics statistics;
    /** Whether the statistics lie apart from the updater state. */
    private boolean separate;

    private Supplier<FreezeMask> lastMask;

    private volatile long iteration;
    private volatile double loss;
    private boolean begun;
    /** Number of backward passes in the present iteration. */
    private int passes;

    private volatile boolean hasGradient;
    private boolean sampled;
    private boolean samplingEnded;
    /** DL4J's count, from 0, at the end of the last iteration; DL4J increments it after that. */
    private int lastDone = -1;

    /**
     * Adds a network that the present thread trains.
     *
     * @param model    not kept reachable
     * @param worker   number of the thread that trains it, among those that train the others
     * @param overhead share of the training time that the listener may take; 0 for any
     */
    Replica(Model model, NetworkView network, GradientStatistics statistics, int worker, double overhead) {
        this.model = new WeakReference<>(model);
        this.budget = overhead > 0 ? new SamplingBudget(overhead, FREE_SAMPLES, System::nanoTime) : null;
        this.view = new WeakReference<>(network);
        this.statistics = statistics;
        this.worker = worker;
        this.lastMask = network.remembered();
        moveStatisticsIntoState(network);
    }

    // the network and the thread that trains it

    /** Runs an action once the network is garbage; the action must not keep it reachable. */
    public void whenDropped(Runnable action) {
        DROPPED.register(model.get(), action);
    }

    /** Tells whether the network is garbage. */
    boolean isDropped() {
        return model.get() == null;
    }

    /** Tells whether the network is garbage, or DL4J has closed it. */
    public boolean isGone() {
        Model present = model.get();
        return present == null || present.params().wasClosed();
    }

    boolean isOf(Model other) {
        return model.get() == other;
    }

    /**
     * Returns the view of the network's present updater.
     *
     * @throws IllegalStateException if the network is garbage
     */
    public NetworkView network() {
        Model present = model.get();
        if (present == null) {
            throw new IllegalStateException("The network no longer exists, because nothing refers to it; query the"
                    + " listener before the network is dropped, or keep a reference to it");
        }
        return NetworkView.of(present);
    }

    /** Returns the loss that the network computed last; NaN if it is garbage. */
    public double score() {
        Model present = model.get();
        return present == null ? Double.NaN : present.score();
    }

    int worker() {
        return worker;
    }

    boolean isInItsThread() {
        return thread.get() == Thread.currentThread();
    }

    /** Notices that the present thread trains the network from now on, under a number among those that train the others. */
    void followThread(int number) {
        thread = new WeakReference<>(Thread.currentThread());
        worker = number;
    }

    /** Tells whether the thread that has trained the network has ended. */
    boolean hasLostItsThread() {
        Thread last = thread.get();
        return last == null || !last.isAlive();
    }

    /** Runs an action before each forward pass of data-parallel training, from the next iteration on. */
    public void beforeForwardPass(Runnable action) {
        ForwardPassHook.install(model.get(), action);
    }

    // the updater state

    /**
     * Moves the variance into a new updater if DL4J has made one since the last call, and restores the mask if DL4J made it
     * without the state of the old one.
     */
    public synchronized void followUpdater() {
        NetworkView present = network();
        if (view.get() == present) {
            return;
        }
        view = new WeakReference<>(present);
        moveStatisticsIntoState(present);
        if (!present.hasMoments() && !present.mask().isAnyFrozen()) {
            present.freeze(lastMask.get());
        }
    }

    /**
     * Starts the gradient variance again if other code has overwritten the updater state.
     *
     * @return how many samples are lost; 0 if it has not
     */
    public synchronized long restartIfOverwritten() {
        return separate ? 0 : statistics.restartIfOverwritten();
    }

    /** Keeps the variance in the updater state, unless another listener keeps its variance there. */
    private void moveStatisticsIntoState(NetworkView network) {
        if (separate) {
            return;
        }
        if (network.claimVariance(this)) {
            statistics.moveInto(network);
        } else {
            separateStatistics();
        }
    }

    /** Moves the statistics out of the updater state, which DL4J averages with that of other replicas. */
    synchronized void separateStatistics() {
        if (!separate) {
            statistics.moveOut();
            separate = true;
        }
    }

    /** Continues with merged statistics, whose variance is moved into the updater state. */
    synchronized void continueWith(GradientStatistics merged) {
        statistics = merged;
        separate = false;
        moveStatisticsIntoState(network());
    }

    /** Tells whether the statistics lie apart from the updater state. */
    public synchronized boolean isSeparate() {
        return separate;
    }

    synchronized GradientStatistics statistics() {
        return statistics;
    }

    /** Remembers what is frozen now, to freeze it again should DL4J drop the updater. */
    synchronized void rememberMask() {
        lastMask = network().remembered();
    }

    // the iteration

    /** Returns the number of the present iteration, or of the last one; 0 before the first. */
    public long iteration() {
        return iteration;
    }

    /** Tells whether the beginning of the present iteration has been noticed. */
    boolean isBegun() {
        return begun;
    }

    void begin(long number) {
        if (budget != null) {
            budget.iterationBegins();
        }
        begun = true;
        iteration = number;
    }

    /** Notices a backward pass. */
    public void backwardPassDone() {
        passes++;
    }

    /** Notices that the gradient has been calculated, so that an update follows. */
    public void gradientCalculated() {
        hasGradient = true;
    }

    /** Tells whether an iteration has calculated its gradient and has not ended yet. */
    public boolean isUnderWay() {
        return hasGradient;
    }

    /** Tells whether the last iteration had this count of DL4J's. */
    public boolean isDone(int iterationCount) {
        return lastDone == iterationCount;
    }

    /** Tells whether a sample may be taken in this iteration: none was yet, and it is within the time budget. */
    public boolean canSample() {
        return !sampled && (budget == null || budget.allows());
    }

    /**
     * Samples the gradients of the present iteration. To be called in {@code onGradientCalculation}.
     *
     * @param problems receives the reason for each statistic without a sample
     * @throws IllegalStateException if it is not known which mini-batch they are of
     */
    public synchronized void sampleGradients(GradientSampler sampler, Consumer<Outcome> problems) {
        checkIsOfOnePass();
        NetworkView network = network();
        // the mask's place is not borrowed where another worker may be copying this updater state, or where a copy
        // could
        // take squares for a mask
        boolean apart = separate || sampler.needsSquaredGradients();
        try (SampleScratch scratch = apart ? network.openSampleApart() : network.openSample()) {
            statistics.observe(GradientSources.of(network).accessFor(sampler), scratch, problems);
        }
        sampled = true;
        if (budget != null) {
            budget.sampled();
        }
    }

    /** DL4J's loops have one pass for each gradient; who calls listeners by hand may have added up several, or changed the network. */
    private void checkIsOfOnePass() {
        if (passes != 1 && ListenerCall.present() != ListenerCall.BEFORE_UPDATE) {
            throw new IllegalStateException(
                    "Cannot sample a gradient that was made by hand: onGradientCalculation must be"
                            + " called after one backward pass that the listener was told of, found " + passes
                            + ", so that the"
                            + " examples of the gradient are not known. Train on all examples as one mini-batch, for example"
                            + " net.fit(DataSet.merge(parts)), and add the listener with addListeners");
        }
    }

    /** Ends the sampling and releases its memory. */
    public synchronized void endSampling() {
        if (!samplingEnded) {
            samplingEnded = true;
            if (!separate) {
                statistics.endSampling();
            }
            GradientSources.of(network()).release();
        }
    }

    /** Counts time that the listener has taken in this iteration. */
    public void countListenerTime(long nanoseconds) {
        if (budget != null) {
            budget.spend(nanoseconds);
        }
    }

    /** Ends an iteration; observes its update if its gradients were sampled. */
    public synchronized void endIteration(double lossOfIteration, Consumer<Outcome> problems) {
        if (sampled) {
            statistics.observeUpdate(() -> network().appliedUpdate(), problems);
        }
        lastDone = network().iterationCount();
        hasGradient = false;
        begun = false;
        sampled = false;
        passes = 0;
        loss = lossOfIteration;
        rememberMask();
    }

    /** Returns the loss of the last iteration. */
    public double loss() {
        return loss;
    }
}
