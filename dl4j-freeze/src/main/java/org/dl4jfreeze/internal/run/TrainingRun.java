package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter.Ahead;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.replicas.AveragingRounding;
import org.dl4jfreeze.internal.replicas.Replica;
import org.dl4jfreeze.internal.replicas.ReplicaCoordinator;
import org.dl4jfreeze.internal.replicas.WorkerContext;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one training through its plan: samples gradients in each iteration, decides at t0, and answers queries. It is what a
 * {@link FreezingListener} remembers of a network, or of the replicas of one in data-parallel training.
 *
 * <p>A network that is trained alone is frozen at the end of the iteration in which the plan is due. Replicas train
 * concurrently, and between two iterations there is a moment at which none of them trains: there the first that begins its next
 * iteration decides for all, from the samples of all. On Spark each worker decides when a task begins, see {@link SparkTask}.
 *
 * <p>Each network's events come from its own thread; what concerns all networks is guarded by this object's monitor. Queries may
 * come from any thread: training waits while they are answered, in its {@link Turns turn}.
 */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final ListenerOptions options;
    private final FreezeState state;
    private final ReplicaCoordinator coordinator;
    private final TrainingAnswers answers;
    private final Turns turns;
    /** The present task of Spark; null elsewhere. */
    private final SparkTask spark;

    private final EpochEnds epochs = new EpochEnds();
    private final ZeroVariances zeroVariances;
    private final RunMessages messages = new RunMessages();

    /** Whether nothing is left to do; read by all replicas' threads before they sample. */
    private volatile boolean finished;

    private TrainingRun(ListenerOptions options, FreezeState state, SparkTask spark, Turns turns) {
        this.options = options;
        this.zeroVariances = new ZeroVariances(options.plan(), LOG);
        this.state = state;
        this.spark = spark;
        this.coordinator = new ReplicaCoordinator(options.sampler(), state);
        this.answers = new TrainingAnswers(options, state, coordinator.replicas());
        this.turns = turns;
        this.finished = state.isFinished();
    }

    /**
     * Starts a training; on Spark, continues what the tasks before have left in the updater state.
     *
     * @throws IllegalArgumentException if the plan or the sampler does not fit the network
     * @throws IllegalStateException    if gradients cannot be sampled, or there is too little memory
     */
    public static TrainingRun start(Model model, ListenerOptions given, Turns turns) {
        NetworkView network = NetworkView.of(model);
        ListenerOptions options = given.namedFor(network);
        // reads the counters that lie in the mask's place before anything writes there
        SparkTask spark = WorkerContext.isSparkTask() ? new SparkTask(options, network) : null;
        FreezeState state = spark == null ? new FreezeState(options.plan(), network.parameterCount()) : spark.state();
        TrainingRun run = new TrainingRun(options, state, spark, turns);
        MemoryEstimate.require(network, options, null);
        int eligible = run.check(network);
        GradientStatistics statistics = new GradientStatistics(network, options);
        if (spark != null) {
            statistics.countFrom(network, options.smoothing(), spark.samples());
        } else {
            run.messages.warnOfLeftovers(network);
        }
        if (spark == null || spark.isFirst()) {
            run.messages.warnOfOtherUpdaters(options.plan(), network);
        }
        run.add(model, network, statistics);
        LOG.info(
                "Plan {}: {} of {} parameters are eligible for freezing; gradient sampler: {}",
                options.plan(),
                eligible,
                network.parameterCount(),
                options.sampler());
        if (spark != null) {
            run.freezeIfDue();
        }
        return run;
    }

    /**
     * Resumes a training from a snapshot.
     *
     * @throws IllegalArgumentException if the network is not the one that was saved
     */
    static TrainingRun resume(Model model, ListenerOptions given, RunSnapshot snapshot, Turns turns) {
        NetworkView network = NetworkView.of(model);
        ListenerOptions options = given.namedFor(network);
        snapshot.checkFits(network);
        MemoryEstimate.require(network, options, snapshot.fullCovariance());
        TrainingRun run = new TrainingRun(options, snapshot.state(), null, turns);
        run.check(network);
        if (run.state.isFrozen()) {
            network.freeze(run.state.mask().or(network.mask()));
        }
        run.add(model, network, snapshot.statistics(network, options));
        LOG.info(
                "Plan {}: resumed after {} iterations",
                options.plan(),
                run.state.progress().iterations());
        return run;
    }

    /** Adds a further replica of the same training. */
    public synchronized void join(Model model) {
        NetworkView network = NetworkView.of(model);
        MemoryEstimate.requireFurther(network, options, coordinator.replicas());
        check(network);
        add(model, network, new GradientStatistics(network, options));
    }

    /** Lets everything that could fail later fail now, before the network's first update; returns the number of eligible parameters. */
    private int check(NetworkView network) {
        if (LineSearch.isUsedBy(network.adapter().model())) {
            messages.warnOnce(OneTimeWarning.LINE_SEARCH);
        }
        GradientSources.of(network).accessFor(options.sampler());
        // a restored or cloned network has its mask, but perhaps nothing yet that keeps weight decay away from it
        if (network.mask().isAnyFrozen()) {
            network.keepFrozen();
        }
        return PlanValidator.eligible(options.plan(), network).size();
    }

    private void add(Model model, NetworkView network, GradientStatistics statistics) {
        Replica replica =
                coordinator.add(model, network, statistics, options.sampler().overhead());
        WeakReference<TrainingRun> run = new WeakReference<>(this);
        replica.whenDropped(() -> networkDropped(run.get()));
    }

    /** Reacts to a dropped network; static, so that the network does not keep the run reachable: it may outlive its listener. */
    private static void networkDropped(TrainingRun run) {
        if (run != null) {
            synchronized (run) {
                run.coordinator.replicas().forgetIfDropped();
            }
        }
    }

    // which networks belong to this training

    synchronized boolean has(Model model) {
        return coordinator.replicas().of(model) != null;
    }

    /** Returns the replica of a network, in the thread that now trains it; null if it does not belong to this training. */
    public synchronized Replica of(Model model) {
        Replica replica = coordinator.replicas().of(model);
        if (replica != null) {
            coordinator.followThread(replica);
        }
        return replica;
    }

    /** Tells whether all networks are garbage or closed. */
    synchronized boolean isGone() {
        return coordinator.replicas().isGone();
    }

    synchronized boolean canBeJoinedBy(NetworkView network) {
        return coordinator.canBeJoinedBy(network);
    }

    synchronized boolean beginsLike(NetworkView network) {
        return coordinator.beginsLike(network);
    }

    synchronized boolean isInWrapper() {
        return coordinator.isInWrapper();
    }

    /** Tells whether another network is a copy of this training's network as it is now. */
    synchronized boolean isOriginalOf(NetworkView network) {
        Replica lead = lead();
        boolean isUntouched = state.progress().iterations() == 0 && !state.isFrozen();
        if (coordinator.isParallel() || lead.isGone() || isUntouched) {
            return false;
        }
        NetworkView original = lead.network();
        return original.groups().equals(network.groups())
                && original.mask().equals(network.mask())
                && VectorMath.isSame(original.parameters(), network.parameters())
                && VectorMath.isSame(original.variance(), network.variance());
    }

    // one iteration, event by event

    /** Handles the end of the forward pass: the moment between two iterations of replicas, if this is the first to come. */
    public void forwardPassDone(Replica replica) {
        follow(replica);
        synchronized (this) {
            coordinator.begin(replica);
            if (coordinator.isParallel()) {
                replica.beforeForwardPass(() -> turns.train(() -> beforeForwardPass(replica)));
                freezeIfDue();
                messages.tellOfEarlyEpoch(options.plan(), state.progress());
                coordinator.agree(replica);
            }
        }
    }

    /** Restores frozen parameters before the forward pass: averaging may have moved their last bits since the last iteration. */
    private void beforeForwardPass(Replica replica) {
        if (WorkerContext.isWrapperThread()) {
            synchronized (this) {
                coordinator.followThread(replica);
            }
            forwardPassDone(replica);
        }
    }

    /** Handles the end of the backward pass. */
    public void backwardPassDone(Replica replica) {
        forwardPassDone(replica);
        replica.backwardPassDone();
        if (isSampleDue(replica)) {
            replica.network().rememberLabels();
        }
    }

    /** Handles the calculated gradient: samples it if a sample is due. */
    public void gradientCalculated(Replica replica) {
        forwardPassDone(replica);
        repair(replica);
        replica.gradientCalculated();
        if (isSampleDue(replica)) {
            replica.sampleGradients(options.sampler(), this::warnOfNoSample);
        }
        // whatever is frozen, also by hand or by another listener
        replica.network().clearFrozenGradients();
        replica.network().hear();
    }

    private boolean isSampleDue(Replica replica) {
        return !finished && SamplerStreams.isDue(options.sampler(), replica.iteration()) && replica.canSample();
    }

    private void warnOfNoSample(Outcome reason) {
        messages.warnOnce(OneTimeWarning.of(reason));
    }

    /** Handles the end of an iteration: counts it, and freezes if the plan is due. */
    public void iterationDone(Replica replica) {
        if (!replica.isUnderWay()) {
            // the listener is on the network twice
            return;
        }
        boolean needsLoss = state.progress().needsLoss();
        replica.endIteration(needsLoss ? replica.score() : Double.NaN, this::warnOfNoSample);
        synchronized (this) {
            if (coordinator.isParallel()) {
                coordinator.agree(replica);
            } else {
                state.progress().iterationDone(replica.loss());
                if (spark == null) {
                    freezeIfDue();
                } else {
                    spark.leave(replica.network(), state.progress(), answers.samplesTaken());
                }
            }
        }
        if (finished) {
            replica.endSampling();
        }
    }

    /** Handles the start of an epoch. */
    public synchronized void epochStarted(Replica replica) {
        follow(replica);
        if (replica == lead()) {
            epochs.start();
        }
    }

    /** Handles the end of an epoch that DL4J reports. */
    public synchronized void epochDone(Replica replica) {
        if (replica == lead() && epochs.end(replica.network().epochCount())) {
            state.progress().epochDone();
            if (!coordinator.isParallel()) {
                freezeIfDue();
            }
            messages.tellOfEarlyEpoch(options.plan(), state.progress());
        }
    }

    /** Moves variance and mask into a new updater, which DL4J makes when a learning rate is set. */
    public void follow(Replica replica) {
        replica.followUpdater();
    }

    /**
     * Restores what other code has erased by overwriting the updater state. Replicas do so when they agree: DL4J overwrites their states
     * in each averaging.
     */
    private synchronized void repair(Replica replica) {
        if (!coordinator.isParallel()) {
            int frozen = replica.network().restoreMask();
            long samples = finished ? 0 : replica.restartIfOverwritten();
            messages.warnOfOverwrittenState(frozen, samples);
        }
    }

    // the decision

    private void freezeIfDue() {
        if (state.isDue()) {
            NetworkView network = lead().network();
            coordinator.replicas().read(network, statistics -> {
                freeze(statistics, network);
                return null;
            });
        }
    }

    private void freeze(GradientStatistics statistics, NetworkView network) {
        if (state.lacksSamples(statistics, options.sampler())) {
            boolean released =
                    CriterionDefinition.of(options.plan().criterion()).needsFullCovariance()
                            && !statistics.full().isKept();
            messages.warnOnce(released ? OneTimeWarning.COVARIANCE_RELEASED : OneTimeWarning.TOO_FEW_SAMPLES);
            return;
        }
        if (!coordinator.isParallel() && state.canFreezeOrThaw()) {
            // replicas decide between two iterations
            network.completeIteration();
        }
        state.carryOut(statistics, options.sampler(), network, coordinator.isParallel());
        finished = state.isFinished();
        FreezeMask mask = state.mask();
        if (spark != null) {
            network.setFrozen(mask, AveragingRounding.underSum(network.parameters(), mask));
        }
        coordinator.freeze(network, mask);
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "Frozen after {} iterations by {} from {} samples:\n{}",
                    state.progress().iterations(),
                    options.plan().criterion(),
                    OrderFactory.samples(statistics, options.plan().criterion()),
                    FreezeReport.of(network.groups(), mask, statistics.reader(StatisticKind.GRADIENT_VARIANCE)));
        }
        zeroVariances.log(network, statistics);
    }

    // queries, each after the replicas have been brought up to date
    /** Synchronises with the replicas before a query: counts what they have done, if none is training. */
    private void settle() {
        if (!lead().isGone()) {
            follow(lead());
            repair(lead());
            if (coordinator.endFitIfOver()) {
                freezeIfDue();
                coordinator.agree(lead());
            }
        }
    }

    private Replica lead() {
        return coordinator.replicas().lead();
    }

    /** Answers a question, while the training waits. */
    public synchronized <T> T ask(Function<TrainingAnswers, T> question) {
        settle();
        return question.apply(answers);
    }

    /** Describes the state, without bringing anything up to date; it may change while it is described. */
    @Override
    public synchronized String toString() {
        return answers.samplesTaken() + " samples, "
                + (state.isFrozen() ? state.mask().frozenCount() + " parameters frozen" : "not frozen");
    }

    /** Tells whether the plan has ever frozen something. */
    synchronized boolean isCarriedOut() {
        settle();
        return state.hasOrder();
    }

    // what changes or saves it from outside

    /** Thaws all networks; the plan is not carried out again. */
    synchronized void thaw() {
        settle();
        state.abandon();
        coordinator.thaw(state.mask());
        finished = true;
    }

    /** Hands the mask to a single layer that is pretrained; returns whether it belongs to one of these networks. */
    synchronized boolean freezePretrained(Model layer) {
        return coordinator.replicas().networks().stream().anyMatch(network -> network.freezePretrained(layer));
    }

    /** Frees the memory of the full covariance. */
    synchronized void close() {
        coordinator.replicas().closeCovariances();
    }

    /** Copies what another network needs to continue where this one is. */
    synchronized RunSnapshot copy() {
        settle();
        NetworkView network = lead().network();
        return coordinator.replicas().read(network, statistics -> RunSnapshot.copyOf(network, state, statistics));
    }

    /**
     * Saves the training, while it waits. Where a listener saves in {@code iterationDone} or {@code onEpochEnd}, the iteration or
     * epoch counts as done in what is saved, whether or not this training's own listener has been told of it yet.
     *
     * @param writer receives the snapshot, valid until it returns
     * @throws IllegalStateException if the parameters are about to be updated by a gradient that has been sampled
     */
    synchronized void save(RunSnapshot.Writer writer) throws IOException {
        settle();
        boolean isAlone = !coordinator.isParallel() && spark == null;
        Ahead ahead = isAlone ? epochs.catchUp(this, lead()) : Ahead.NOTHING;
        NetworkView network = lead().network();
        boolean isVarianceInState = !lead().isSeparate() && network.parameters().dataType() == network.statisticsType();
        try {
            coordinator.replicas().read(network, statistics -> {
                RunSnapshot.save(network, state, statistics, isVarianceInState, ahead, writer);
                return null;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
