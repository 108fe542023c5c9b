package org.dl4jfreeze.internal.run;

import java.lang.ref.WeakReference;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.CopiedLayers;
import org.dl4jfreeze.internal.gradient.GradientPairStream.Outcome;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.memory.Vectors;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.replicas.AveragingRounding;
import org.dl4jfreeze.internal.replicas.FrozenConsensus;
import org.dl4jfreeze.internal.replicas.Replica;
import org.dl4jfreeze.internal.replicas.ReplicaSet;
import org.dl4jfreeze.internal.replicas.SparkTask;
import org.dl4jfreeze.internal.replicas.WorkerContext;
import org.dl4jfreeze.internal.run.OneTimeWarning.Warning;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training on its way through a plan: what a {@link FreezingListener} remembers of a network, or of the replicas of one in
 * data-parallel training.
 *
 * <p>A network alone is frozen at the end of the iteration in which it is time. Replicas train side by side, and between two
 * iterations of all of them there is a moment at which none trains: there the decision is made for all, by the first that
 * begins its next iteration, from the samples of all. They then agree in the frozen parameters to the bit. On Spark each worker
 * decides when a task begins, see {@link SparkTask}.
 *
 * <p>Each network's events come from its own thread; what concerns all is guarded by this object.
 */
public final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final ListenerOptions options;
    private final ReplicaSet replicas;
    private final FreezeState execution;
    private final SparkTask spark;
    private final RunAnswers answers;
    private final OneTimeWarning warnings = new OneTimeWarning(LOG);

    /** Read by all replicas' threads before they sample. */
    private volatile boolean finished;
    /** What all replicas agree in; null for a network alone. */
    private FrozenConsensus agreement;

    /** A training that begins; on Spark, one that goes on with every task. */
    public TrainingRun(Model model, ListenerOptions options) {
        this.options = options;
        this.replicas = new ReplicaSet(options.sampler());
        NetworkView network = NetworkView.of(model);
        // reads the record that lies where the mask lies, before anything writes there
        spark = WorkerContext.isSparkTask() ? new SparkTask(options, network) : null;
        MemoryEstimate.require(network, options, null);
        int participants = meet(network);
        GradientStatistics statistics = newStatistics(network);
        if (spark != null) {
            execution = spark.execution();
            statistics.countFrom(network, options.smoothing(), spark.samples());
        } else {
            execution = new FreezeState(options.plan(), network.parameterCount());
            if (network.hasVariance()) {
                warnings.once(Warning.UNKNOWN_SAMPLES);
            }
        }
        answers = new RunAnswers(this, this::settle, options, replicas, execution);
        finished = execution.isFinished();
        if (spark == null && !WorkerContext.isWrapperThread() && CopiedLayers.areMissingTheirMask(network)) {
            warnings.once(Warning.MASK_NOT_CARRIED_OVER);
        }
        add(model, network, statistics);
        LOG.info(
                "{}: {} of {} parameters take part, gradients sampled by {}",
                options.plan(),
                participants,
                network.parameterCount(),
                options.sampler());
        if (spark != null) {
            carryOutIfDue();
        }
    }

    /**
     * A training that goes on.
     *
     * @throws IllegalArgumentException if the network is not the one that was saved
     */
    public TrainingRun(Model model, ListenerOptions options, RunSnapshot state) {
        this.options = options;
        this.replicas = new ReplicaSet(options.sampler());
        this.spark = null;
        NetworkView network = NetworkView.of(model);
        state.checkFits(network);
        MemoryEstimate.require(network, options, state.fullCovariance());
        meet(network);
        execution = state.execution();
        answers = new RunAnswers(this, this::settle, options, replicas, execution);
        finished = execution.isFinished();
        if (execution.isFrozen()) {
            network.freeze(execution.mask().or(network.mask()));
        }
        add(model, network, state.statistics(network, options));
        LOG.info(
                "{}: goes on after {} iterations",
                options.plan(),
                execution.progress().iterations());
    }

    /** Everything that could go wrong later goes wrong here, before the network's first update. */
    private int meet(NetworkView network) {
        network.gradients(options.sampler());
        // a restored or cloned network has its mask, but perhaps nothing yet that keeps weight decay away from it
        if (network.mask().isAnyFrozen()) {
            network.keepFrozen();
        }
        return PlanValidator.participants(options.plan(), network.groups()).size();
    }

    private GradientStatistics newStatistics(NetworkView network) {
        return new GradientStatistics(network, options);
    }

    /** A further network of the same training joins. */
    public synchronized void join(Model model) {
        NetworkView network = NetworkView.of(model);
        MemoryEstimate.requireFurther(network, options, replicas);
        meet(network);
        add(model, network, newStatistics(network));
    }

    private void add(Model model, NetworkView network, GradientStatistics statistics) {
        boolean inWrapper = WorkerContext.isWrapperThread();
        if (inWrapper && WorkerContext.isRemoteExecutor()) {
            throw new IllegalStateException(
                    "On a cluster SharedTrainingMaster sends nothing but updates from executor to"
                            + " executor, so each of them would freeze other parameters; use ParameterAveragingTrainingMaster with"
                            + " saveUpdater(true), or a ParallelWrapper on one machine");
        }
        if (inWrapper && replicas.isParallel()) {
            noticeFit();
        }
        int worker = inWrapper ? WorkerContext.workerNumber() : 0;
        Replica replica = new Replica(
                model, network, statistics, worker, options.sampler().overhead());
        WeakReference<TrainingRun> run = new WeakReference<>(this);
        replica.whenDropped(() -> networkDropped(run.get()));
        replicas.add(replica);
        if (inWrapper && !replicas.isParallel()) {
            beginParallel();
        }
    }

    /** Only for so long the run itself lives: the network may outlive its listener. */
    private static void networkDropped(TrainingRun run) {
        if (run != null) {
            synchronized (run) {
                run.replicas.forgetIfDropped();
            }
        }
    }

    private long iterations() {
        return execution.progress().iterations();
    }

    public synchronized boolean has(Model model) {
        return replicas.of(model) != null;
    }

    /** The network of a model; null if it is not one of this training. */
    public synchronized Replica of(Model model) {
        Replica replica = replicas.of(model);
        if (replica != null) {
            followItsThread(replica);
        }
        return replica;
    }

    private synchronized void followItsThread(Replica replica) {
        if (!replica.isInItsThread()) {
            followThread(replica);
        }
    }

    private void followThread(Replica replica) {
        boolean inWrapper = WorkerContext.isWrapperThread();
        if (replicas.isParallel() && inWrapper) {
            noticeFit();
        } else if (replicas.isParallel()) {
            replicas.endFit(execution.progress());
            replicas.endParallel(replica);
            agreement = null;
        } else if (inWrapper) {
            beginParallel();
        }
        replica.followThread(inWrapper ? WorkerContext.workerNumber() : 0);
    }

    private void noticeFit() {
        if (replicas.isFitOver()) {
            replicas.beginFit(execution.progress());
        }
    }

    /** What is frozen already, by whomever, the replicas agree in from the start. */
    private void beginParallel() {
        replicas.beginParallel(execution.progress());
        // DL4J averages the variance that it could be made of later
        replicas.readLead(execution::order);
        NetworkView network = replicas.lead().network();
        execution.adopt(network.mask().without(execution.mask()));
        agreement = new FrozenConsensus(execution.mask(), network.parameters());
    }

    /** Whether a network that a ParallelWrapper trains may be one more replica of this training. */
    public synchronized boolean canBeJoinedBy(NetworkView network) {
        Replica lead = replicas.lead();
        return !lead.isGone()
                && !replicas.hasOther(WorkerContext.workerNumber())
                && lead.network().groups().equals(network.groups())
                && Math.abs(lead.network().iterationCount() - network.iterationCount()) <= 1;
    }

    /** Whether a network begins with the parameters that this training's has now, as replicas do. */
    public synchronized boolean beginsLike(NetworkView network) {
        return Vectors.isSame(replicas.lead().network().parameters(), network.parameters());
    }

    /** Whether a ParallelWrapper trains it now. */
    public synchronized boolean isInWrapper() {
        return replicas.isParallel() && !replicas.isFitOver();
    }

    /** Whether a network that is not one of these is a copy of the one of this training, as it is now. */
    public synchronized boolean isOriginalOf(NetworkView network) {
        Replica lead = replicas.lead();
        if (replicas.isParallel() || lead.isGone() || iterations() == 0 && !execution.isFrozen()) {
            return false;
        }
        NetworkView original = lead.network();
        return original.groups().equals(network.groups())
                && original.mask().equals(network.mask())
                && Vectors.isSame(original.parameters(), network.parameters())
                && Vectors.isSame(original.variance(), network.variance());
    }

    /** Whether nobody holds any of the networks any more. */
    public synchronized boolean isGone() {
        return replicas.isGone();
    }

    /** Between the iterations of replicas: it may be time, and what is frozen is to be the same in all. */
    public void forwardPassDone(Replica replica) {
        follow(replica);
        synchronized (this) {
            replicas.begin(replica, execution.progress());
            if (replicas.isParallel()) {
                replica.beforeForwardPass(() -> beforeForwardPass(replica));
                carryOutIfDue();
                agree(replica);
            }
        }
    }

    /** Averaging may have moved what is frozen since the last iteration, by a last bit; no forward pass is to see that. */
    private void beforeForwardPass(Replica replica) {
        if (WorkerContext.isWrapperThread()) {
            followItsThread(replica);
            forwardPassDone(replica);
        }
    }

    public void backwardPassDone(Replica replica) {
        forwardPassDone(replica);
        if (isSampleDue(replica)) {
            replica.network().rememberLabels();
        }
    }

    public void gradientCalculated(Replica replica) {
        forwardPassDone(replica);
        replica.gradientCalculated();
        if (isSampleDue(replica)) {
            replica.sampleGradients(options.sampler(), this::noSample);
        }
        // whatever is frozen, also by hand or by another listener
        replica.network().clearFrozenGradients();
    }

    private boolean isSampleDue(Replica replica) {
        return !finished
                && !replica.isSampled()
                && SamplerStreams.isDue(options.sampler(), replica.iteration())
                && replica.canBeSampled();
    }

    private void noSample(Outcome reason) {
        warnings.once(reason == Outcome.SINGLE_EXAMPLE ? Warning.SINGLE_EXAMPLE : Warning.NOT_FINITE);
    }

    public void iterationDone(Replica replica) {
        if (!replica.isUnderWay()) {
            // the listener is on the network twice
            return;
        }
        boolean needsLoss = execution.progress().needsLoss();
        replica.endIteration(needsLoss ? replica.score() : Double.NaN, this::noSample);
        synchronized (this) {
            if (replicas.isParallel()) {
                agree(replica);
            } else {
                execution.progress().iterationDone(replica.loss());
                if (spark == null) {
                    carryOutIfDue();
                } else {
                    spark.leave(replica.network(), execution.progress(), answers.samplesTaken());
                }
            }
        }
        if (finished) {
            replica.endSampling();
        }
    }

    public synchronized void epochDone(Replica replica) {
        if (replica == replicas.lead()) {
            execution.progress().epochDone();
            if (!replicas.isParallel()) {
                carryOutIfDue();
            }
        }
    }

    private void carryOutIfDue() {
        if (!execution.isDue()) {
            return;
        }
        NetworkView network = replicas.lead().network();
        replicas.read(network, statistics -> {
            carryOut(statistics, network);
            return null;
        });
    }

    private void carryOut(GradientStatistics statistics, NetworkView network) {
        if (execution.lacksSamples(statistics, options.sampler())) {
            boolean givenUp = CriterionDefinition.of(options.plan().criterion()).needsFullCovariance()
                    && !statistics.full().isKept();
            warnings.once(givenUp ? Warning.GIVEN_UP : Warning.POSTPONED);
            return;
        }
        execution.carryOut(statistics, options.sampler(), network, !replicas.isParallel());
        finished = execution.isFinished();
        FreezeMask mask = execution.mask();
        if (replicas.isParallel()) {
            // the replicas follow one by one, each in its own thread
            agreement.extend(network, mask, replicas.mostAtATime());
        } else {
            if (spark != null) {
                network.setFrozen(mask, AveragingRounding.underSum(network.parameters(), mask));
            }
            network.freeze(mask);
            replicas.rememberMasks();
        }
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "Frozen after {} iterations by {} from {} samples:\n{}",
                    iterations(),
                    options.plan().criterion(),
                    OrderFactory.samples(statistics, options.plan().criterion()),
                    FreezeReport.of(network.groups(), mask));
        }
    }

    /** Brings a replica's mask and frozen parameters to what has been decided; averaging and sharing may have moved them. */
    private void agree(Replica replica) {
        NetworkView network = replica.network();
        FreezeMask more = agreement.unknownIn(network);
        if (more.isAnyFrozen()) {
            // somebody else has frozen it in one replica since the decision
            execution.adopt(more);
            agreement.extend(network, agreement.mask().or(more), replicas.mostAtATime());
        }
        if (!agreement.isHeldBy(network)) {
            agreement.freeze(network);
            network.setVariance(replicas.read(network, part -> part.vector(StatisticKind.GRADIENT_VARIANCE)));
            replica.rememberMask();
        }
        agreement.restore(network);
    }

    /** Carries statistics and mask over when DL4J has made a new updater, as it does when a learning rate is set. */
    public void follow(Replica replica) {
        replica.followUpdater();
    }

    /** For whoever asks: counts what replicas have done, and brings everything up to date if none is at work. */
    private void settle() {
        if (!replicas.lead().isGone()) {
            follow(replicas.lead());
            if (replicas.isParallel() && replicas.isFitOver()) {
                replicas.endFit(execution.progress());
                carryOutIfDue();
                agree(replicas.lead());
            }
        }
    }

    /** What can be asked of this training. */
    public RunAnswers answers() {
        return answers;
    }

    /** Frees the memory of the full covariance. */
    public synchronized void close() {
        replicas.closeCovariances();
    }

    public synchronized boolean isFrozen() {
        settle();
        return execution.isFrozen();
    }

    /** Whether there has been something to freeze, undone by now or not. */
    public synchronized boolean isCarriedOut() {
        settle();
        return execution.hasOrder();
    }

    public synchronized void thaw() {
        settle();
        replicas.networks().forEach(NetworkView::thaw);
        replicas.rememberMasks();
        execution.abandon();
        finished = true;
        if (replicas.isParallel()) {
            agreement.thaw(execution.mask());
        }
    }

    /** Keeps what is frozen of a single layer while that is pretrained; says whether it is one of these networks'. */
    public synchronized boolean freezePretrained(Model layer) {
        return replicas.networks().stream().anyMatch(network -> network.freezePretrained(layer));
    }
}
