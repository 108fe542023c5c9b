package org.dl4jfreeze.internal.replicas;

import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPairStream.Outcome;
import org.dl4jfreeze.internal.gradient.SamplingBudget;
import org.dl4jfreeze.internal.run.TrainingRun;
import org.dl4jfreeze.internal.statistics.GradientStatistics;

/**
 * One network of a {@link TrainingRun}: the only one, or one of several in data-parallel training. Does not keep the network
 * alive. Its events come from one thread at a time; its statistics are read by others.
 */
public final class Replica {

    private static final Cleaner DROPPED = Cleaner.create();

    /** Two samples are what an order needs at most. */
    private static final int FREE_SAMPLES = 2;

    private final WeakReference<Model> model;
    /** Null if sampling may take any time. */
    private final SamplingBudget budget;

    private int worker;
    private WeakReference<NetworkView> view;
    private WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());
    private GradientStatistics statistics;
    private boolean apart;
    private Supplier<FreezeMask> lastMask;

    private volatile long iteration;
    private volatile double loss;
    private boolean begun;
    private volatile boolean underWay;
    private boolean sampled;
    private boolean samplingEnded;

    /**
     * A network that joins.
     *
     * @param joined its model, not kept alive
     * @param worker   number of the thread that trains it, among those that train the others
     * @param overhead share of the training time that the listener may take; 0 for any
     */
    public Replica(Model joined, NetworkView network, GradientStatistics statistics, int worker, double overhead) {
        this.model = new WeakReference<>(joined);
        this.budget = overhead > 0 ? new SamplingBudget(overhead, FREE_SAMPLES, System::nanoTime) : null;
        this.view = new WeakReference<>(network);
        this.statistics = statistics;
        this.worker = worker;
        this.lastMask = network.remembered();
        keepVarianceWherePossible(network);
    }

    /** An action is done when nobody holds the network any more; it must not hold it either. */
    public void whenDropped(Runnable action) {
        DROPPED.register(model.get(), action);
    }

    /** Whether nobody holds the network any more. */
    boolean isDropped() {
        return model.get() == null;
    }

    boolean isOf(Model other) {
        return model.get() == other;
    }

    /** Whether nobody holds the network any more, or DL4J has closed it. */
    public boolean isGone() {
        Model present = model.get();
        return present == null || present.params().wasClosed();
    }

    /** From its next iteration on, an action is done before each forward pass in data-parallel training. */
    public void beforeForwardPass(Runnable action) {
        ForwardPassHook.install(model.get(), action);
    }

    int worker() {
        return worker;
    }

    /**
     * The network.
     *
     * @throws IllegalStateException if nobody holds it any more
     */
    public NetworkView network() {
        Model present = model.get();
        if (present == null) {
            throw new IllegalStateException("The network that this was asked of does not exist any more; ask before it"
                    + " is given up, or keep a reference to it");
        }
        return NetworkView.of(present);
    }

    /** The loss that the network has computed last. */
    public double score() {
        Model present = model.get();
        return present == null ? Double.NaN : present.score();
    }

    /**
     * Carries the variance over if DL4J has made a new updater since last time, and the mask too if it did so without the state of
     * the old one.
     */
    public synchronized void followUpdater() {
        NetworkView present = network();
        if (view.get() == present) {
            return;
        }
        view = new WeakReference<>(present);
        keepVarianceWherePossible(present);
        if (!present.hasMoments() && !present.mask().isAnyFrozen()) {
            present.freeze(lastMask.get());
        }
    }

    /** In the updater state, unless somebody else keeps theirs there. */
    private void keepVarianceWherePossible(NetworkView network) {
        if (!apart && !network.claimVariance(this)) {
            collectApart();
        } else if (!apart) {
            statistics.moveInto(network);
        }
    }

    public boolean isInItsThread() {
        return thread.get() == Thread.currentThread();
    }

    /**
     * The present thread trains it from now on.
     *
     * @param number of the thread, among those that train the others
     */
    public void followThread(int number) {
        thread = new WeakReference<>(Thread.currentThread());
        worker = number;
    }

    /** Whether the thread that has trained it so far has come to its end. */
    boolean hasLostItsThread() {
        Thread last = thread.get();
        return last == null || !last.isAlive();
    }

    /** From here on the statistics lie apart from the updater state, which DL4J averages with that of others. */
    synchronized void collectApart() {
        if (!apart) {
            statistics.moveOut();
            apart = true;
        }
    }

    /** From here on the statistics are these, and the variance lies in the updater state. */
    synchronized void goOnWith(GradientStatistics merged) {
        statistics = merged;
        apart = false;
        keepVarianceWherePossible(network());
    }

    public synchronized boolean isApart() {
        return apart;
    }

    synchronized GradientStatistics statistics() {
        return statistics;
    }

    public synchronized void sampleGradients(GradientSampler sampler, Consumer<Outcome> problems) {
        NetworkView network = network();
        if (apart || sampler.needsSquaredGradients()) {
            // another worker may be copying this updater state; and squares could not be told from ones and zeros in a
            // copy
            statistics.sampleGradients(network, sampler, problems);
        } else {
            network.sampling(() -> statistics.sampleGradients(network, sampler, problems));
        }
        sampled = true;
        if (budget != null) {
            budget.sampled();
        }
    }

    public boolean isSampled() {
        return sampled;
    }

    /** There will be no more samples: gives back the memory that they took. */
    public synchronized void endSampling() {
        if (!samplingEnded) {
            samplingEnded = true;
            if (!apart) {
                statistics.endSampling();
            }
            network().releaseGradients();
        }
    }

    /** Whether there is time for a sample in this iteration. */
    public boolean canBeSampled() {
        return budget == null || budget.allows();
    }

    /** The listener has been at work for so long, in this iteration. */
    public void listened(long nanoseconds) {
        if (budget != null) {
            budget.spend(nanoseconds);
        }
    }

    /** The number of the iteration that it is in, or has done last; 0 before the first. */
    public long iteration() {
        return iteration;
    }

    /** Whether it is known already that an iteration has begun. */
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

    /** Its gradient is there, so that an update follows. */
    public void gradientCalculated() {
        underWay = true;
    }

    public boolean isUnderWay() {
        return underWay;
    }

    /** Ends an iteration; takes a sample of the update if there was one of the gradients. */
    public synchronized void endIteration(double lossOfIteration, Consumer<Outcome> problems) {
        if (sampled) {
            statistics.sampleUpdate(network(), problems);
        }
        underWay = false;
        begun = false;
        sampled = false;
        loss = lossOfIteration;
        rememberMask();
    }

    /** What is frozen now is to be frozen again should DL4J drop the updater. */
    public synchronized void rememberMask() {
        lastMask = network().remembered();
    }

    public double loss() {
        return loss;
    }
}
