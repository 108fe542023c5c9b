package org.dl4jfreeze;

import java.lang.ref.WeakReference;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.RunWarnings.Warning;
import org.dl4jfreeze.gradient.DifferenceStream.Outcome;
import org.dl4jfreeze.memory.Vectors;
import org.dl4jfreeze.network.AveragingStable;
import org.dl4jfreeze.network.DataParallel;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.network.MaskTransfer;
import org.dl4jfreeze.order.FreezeMask;
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
final class FreezingRun {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final ListenerOptions options;
    private final ReplicaSet replicas;
    private final PlanExecution execution;
    private final SparkTask spark;
    private final RunAnswers answers;
    private final RunWarnings warnings = new RunWarnings(LOG);

    /** Read by all replicas' threads before they sample. */
    private volatile boolean finished;
    /** What all replicas agree in; null for a network alone. */
    private Agreement agreement;

    /** A training that begins; on Spark, one that goes on with every task. */
    FreezingRun(Model model, ListenerOptions options) {
        this.options = options;
        this.replicas = new ReplicaSet(options.sampler());
        FreezableNetwork network = FreezableNetwork.of(model);
        // reads the record that lies where the mask lies, before anything writes there
        spark = DataParallel.isSparkTask() ? new SparkTask(options, network) : null;
        RunMemory.require(network, options, null);
        int participants = meet(network);
        OrderStatistics statistics = newStatistics(network);
        if (spark != null) {
            execution = spark.execution();
            statistics.countFrom(network, options.smoothing(), spark.samples());
        } else {
            execution = new PlanExecution(options.plan(), network.parameterCount());
            if (network.hasVariance()) {
                warnings.once(Warning.UNKNOWN_SAMPLES);
            }
        }
        answers = new RunAnswers(this, this::settle, options, replicas, execution);
        finished = execution.isFinished();
        if (spark == null && !DataParallel.isWrapperThread() && MaskTransfer.isMissedBy(network)) {
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
    FreezingRun(Model model, ListenerOptions options, RunState state) {
        this.options = options;
        this.replicas = new ReplicaSet(options.sampler());
        this.spark = null;
        FreezableNetwork network = FreezableNetwork.of(model);
        state.checkFits(network);
        RunMemory.require(network, options, state.fullCovariance());
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
    private int meet(FreezableNetwork network) {
        network.gradients(options.sampler());
        // a restored or cloned network has its mask, but perhaps nothing yet that keeps weight decay away from it
        if (network.mask().isAnyFrozen()) {
            network.keepFrozen();
        }
        return options.plan().participants(network.groups()).size();
    }

    private OrderStatistics newStatistics(FreezableNetwork network) {
        return new OrderStatistics(network, options);
    }

    /** A further network of the same training joins. */
    synchronized void join(Model model) {
        FreezableNetwork network = FreezableNetwork.of(model);
        RunMemory.requireFurther(network, options, replicas);
        meet(network);
        add(model, network, newStatistics(network));
    }

    private void add(Model model, FreezableNetwork network, OrderStatistics statistics) {
        boolean inWrapper = DataParallel.isWrapperThread();
        if (inWrapper && DataParallel.isRemoteExecutor()) {
            throw new IllegalStateException(
                    "On a cluster SharedTrainingMaster sends nothing but updates from executor to"
                            + " executor, so each of them would freeze other parameters; use ParameterAveragingTrainingMaster with"
                            + " saveUpdater(true), or a ParallelWrapper on one machine");
        }
        if (inWrapper && replicas.isParallel()) {
            noticeFit();
        }
        int worker = inWrapper ? DataParallel.workerNumber() : 0;
        Replica replica = new Replica(
                model, network, statistics, worker, options.sampler().overhead());
        WeakReference<FreezingRun> run = new WeakReference<>(this);
        replica.whenDropped(() -> networkDropped(run.get()));
        replicas.add(replica);
        if (inWrapper && !replicas.isParallel()) {
            beginParallel();
        }
    }

    /** Only for so long the run itself lives: the network may outlive its listener. */
    private static void networkDropped(FreezingRun run) {
        if (run != null) {
            synchronized (run) {
                run.replicas.forgetIfDropped();
            }
        }
    }

    private long iterations() {
        return execution.progress().iterations();
    }

    synchronized boolean has(Model model) {
        return replicas.of(model) != null;
    }

    /** The network of a model; null if it is not one of this training. */
    synchronized Replica of(Model model) {
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
        boolean inWrapper = DataParallel.isWrapperThread();
        if (replicas.isParallel() && inWrapper) {
            noticeFit();
        } else if (replicas.isParallel()) {
            replicas.endFit(execution.progress());
            replicas.endParallel(replica);
            agreement = null;
        } else if (inWrapper) {
            beginParallel();
        }
        replica.followThread(inWrapper ? DataParallel.workerNumber() : 0);
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
        FreezableNetwork network = replicas.lead().network();
        execution.adopt(network.mask().without(execution.mask()));
        agreement = new Agreement(execution.mask(), network.parameters());
    }

    /** Whether a network that a ParallelWrapper trains may be one more replica of this training. */
    synchronized boolean canBeJoinedBy(FreezableNetwork network) {
        Replica lead = replicas.lead();
        return !lead.isGone()
                && !replicas.hasOther(DataParallel.workerNumber())
                && lead.network().groups().equals(network.groups())
                && Math.abs(lead.network().iterationCount() - network.iterationCount()) <= 1;
    }

    /** Whether a network begins with the parameters that this training's has now, as replicas do. */
    synchronized boolean beginsLike(FreezableNetwork network) {
        return Vectors.isSame(replicas.lead().network().parameters(), network.parameters());
    }

    /** Whether a ParallelWrapper trains it now. */
    synchronized boolean isInWrapper() {
        return replicas.isParallel() && !replicas.isFitOver();
    }

    /** Whether a network that is not one of these is a copy of the one of this training, as it is now. */
    synchronized boolean isOriginalOf(FreezableNetwork network) {
        Replica lead = replicas.lead();
        if (replicas.isParallel() || lead.isGone() || iterations() == 0 && !execution.isFrozen()) {
            return false;
        }
        FreezableNetwork original = lead.network();
        return original.groups().equals(network.groups())
                && original.mask().equals(network.mask())
                && Vectors.isSame(original.parameters(), network.parameters())
                && Vectors.isSame(original.variance(), network.variance());
    }

    /** Whether nobody holds any of the networks any more. */
    synchronized boolean isGone() {
        return replicas.isGone();
    }

    /** Between the iterations of replicas: it may be time, and what is frozen is to be the same in all. */
    void forwardPassDone(Replica replica) {
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
        if (DataParallel.isWrapperThread()) {
            followItsThread(replica);
            forwardPassDone(replica);
        }
    }

    void backwardPassDone(Replica replica) {
        forwardPassDone(replica);
        if (isSampleDue(replica)) {
            replica.network().rememberLabels();
        }
    }

    void gradientCalculated(Replica replica) {
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
                && options.sampler().isDue(replica.iteration())
                && replica.canBeSampled();
    }

    private void noSample(Outcome reason) {
        warnings.once(reason == Outcome.SINGLE_EXAMPLE ? Warning.SINGLE_EXAMPLE : Warning.NOT_FINITE);
    }

    void iterationDone(Replica replica) {
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

    synchronized void epochDone(Replica replica) {
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
        FreezableNetwork network = replicas.lead().network();
        replicas.read(network, statistics -> {
            carryOut(statistics, network);
            return null;
        });
    }

    private void carryOut(OrderStatistics statistics, FreezableNetwork network) {
        if (execution.lacksSamples(statistics, options.sampler())) {
            boolean givenUp = Statistic.of(options.plan().criterion().kind()) == Statistic.FULL_COVARIANCE
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
                network.setFrozen(mask, AveragingStable.underSum(network.parameters(), mask));
            }
            network.freeze(mask);
            replicas.rememberMasks();
        }
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "Frozen after {} iterations by {} from {} samples:\n{}",
                    iterations(),
                    options.plan().criterion(),
                    statistics.samples(Statistic.of(options.plan().criterion().kind())),
                    FrozenTable.of(network.groups(), mask));
        }
    }

    /** Brings a replica's mask and frozen parameters to what has been decided; averaging and sharing may have moved them. */
    private void agree(Replica replica) {
        FreezableNetwork network = replica.network();
        FreezeMask more = agreement.unknownIn(network);
        if (more.isAnyFrozen()) {
            // somebody else has frozen it in one replica since the decision
            execution.adopt(more);
            agreement.extend(network, agreement.mask().or(more), replicas.mostAtATime());
        }
        if (!agreement.isHeldBy(network)) {
            agreement.freeze(network);
            network.setVariance(replicas.read(network, part -> part.vector(Statistic.GRADIENT_VARIANCE)));
            replica.rememberMask();
        }
        agreement.restore(network);
    }

    /** Carries statistics and mask over when DL4J has made a new updater, as it does when a learning rate is set. */
    void follow(Replica replica) {
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
    RunAnswers answers() {
        return answers;
    }

    /** Frees the memory of the full covariance. */
    synchronized void close() {
        replicas.closeCovariances();
    }

    synchronized boolean isFrozen() {
        settle();
        return execution.isFrozen();
    }

    /** Whether there has been something to freeze, undone by now or not. */
    synchronized boolean isCarriedOut() {
        settle();
        return execution.hasOrder();
    }

    synchronized void thaw() {
        settle();
        replicas.networks().forEach(FreezableNetwork::thaw);
        replicas.rememberMasks();
        execution.abandon();
        finished = true;
        if (replicas.isParallel()) {
            agreement.thaw(execution.mask());
        }
    }

    /** Keeps what is frozen of a single layer while that is pretrained; says whether it is one of these networks'. */
    synchronized boolean freezePretrained(Model layer) {
        return replicas.networks().stream().anyMatch(network -> network.freezePretrained(layer));
    }
}
