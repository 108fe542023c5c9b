package org.dl4jfreeze.internal.replicas;

import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * Keeps the networks of one training in step: counts their common iterations and fits, and makes them agree on one mask and on the
 * values of the frozen parameters bit for bit.
 *
 * <p>A network that is trained alone is a single replica without a consensus; data-parallel training begins when a worker's
 * thread of a ParallelWrapper is first seen, and ends when the network is trained in another thread again. Guarded by the
 * monitor of the training run.
 */
public final class ReplicaCoordinator {

    private final ReplicaSet replicas;
    private final FreezeState state;
    /** The mask that all replicas agree on; null while a network is trained alone. */
    private FrozenConsensus consensus;

    /**
     * Creates a coordinator without networks.
     *
     * @param state the progress of the plan, which all networks share
     */
    public ReplicaCoordinator(GradientSampler sampler, FreezeState state) {
        this.replicas = new ReplicaSet(sampler);
        this.state = state;
    }

    /**
     * Adds a network that the present thread trains.
     *
     * @throws IllegalStateException if it is trained by one of several executors of a cluster, which share updates only
     */
    public Replica add(Model model, NetworkView network, GradientStatistics statistics, double overhead) {
        boolean inWrapper = WorkerContext.isWrapperThread();
        if (inWrapper && WorkerContext.isRemoteExecutor()) {
            throw new IllegalStateException("On a cluster SharedTrainingMaster sends only updates from executor to"
                + " executor, so each of them would freeze other parameters; use ParameterAveragingTrainingMaster with"
                + " saveUpdater(true), or a ParallelWrapper on one machine");
        }
        if (inWrapper && replicas.isParallel()) {
            beginFitIfOver();
        }
        Replica replica = new Replica(model, network, statistics, workerNumber(inWrapper), overhead);
        replicas.add(replica);
        if (inWrapper && !replicas.isParallel()) {
            beginParallel();
        }
        return replica;
    }

    private static int workerNumber(boolean inWrapper) {
        return inWrapper ? WorkerContext.workerNumber() : 0;
    }

    /** Returns the networks and what they have collected. */
    public ReplicaSet replicas() {
        return replicas;
    }

    /** Tells whether several replicas are trained, so that decisions are made between their iterations. */
    public boolean isParallel() {
        return replicas.isParallel();
    }

    /** Notices that a network is now trained in another thread: data-parallel training, or a fit of it, has begun or ended. */
    public void followThread(Replica replica) {
        if (replica.isInItsThread()) {
            return;
        }
        boolean inWrapper = WorkerContext.isWrapperThread();
        if (replicas.isParallel() && inWrapper) {
            beginFitIfOver();
        } else if (replicas.isParallel()) {
            replicas.endFit(state.progress());
            replicas.endParallel(replica);
            consensus = null;
        } else if (inWrapper) {
            beginParallel();
        }
        replica.followThread(workerNumber(inWrapper));
    }

    private void beginFitIfOver() {
        if (replicas.isFitOver()) {
            replicas.beginFit(state.progress());
        }
    }

    /** Starts from the mask that the network already has, whether the plan has set it or not. */
    private void beginParallel() {
        replicas.beginParallel(state.progress());
        // made now, because DL4J averages the variance that it could be made from later
        replicas.readLead(state::order);
        NetworkView network = replicas.lead().network();
        state.adopt(network.mask().without(state.mask()));
        consensus = new FrozenConsensus(state.mask(), network.parameters());
    }

    /** Counts the end of a fit of a ParallelWrapper, once it is over; returns whether it is. */
    public boolean endFitIfOver() {
        boolean isOver = replicas.isParallel() && replicas.isFitOver();
        if (isOver) {
            replicas.endFit(state.progress());
        }
        return isOver;
    }

    /** Notices that a network begins an iteration. */
    public void begin(Replica replica) {
        replicas.begin(replica, state.progress());
    }

    /** Tells whether a network that a ParallelWrapper trains may be one more replica of this training. */
    public boolean canBeJoinedBy(NetworkView network) {
        Replica lead = replicas.lead();
        return !lead.isGone()
                && !replicas.hasOther(WorkerContext.workerNumber())
                && lead.network().groups().equals(network.groups())
                && Math.abs(lead.network().iterationCount() - network.iterationCount()) <= 1;
    }

    /** Tells whether a network has the parameters that this training's network has now, as replicas do at their start. */
    public boolean beginsLike(NetworkView network) {
        return VectorMath.isSame(replicas.lead().network().parameters(), network.parameters());
    }

    /** Tells whether a ParallelWrapper trains the network now. */
    public boolean isInWrapper() {
        return replicas.isParallel() && !replicas.isFitOver();
    }

    /** Freezes what has just been decided: in a network alone at once, in replicas one by one, each in its own thread. */
    public void freeze(NetworkView network, FreezeMask mask) {
        if (replicas.isParallel()) {
            consensus.extend(network, mask, replicas.peakReplicas());
        } else {
            network.freeze(mask);
            replicas.rememberMasks();
        }
    }

    /** Brings a replica's mask and frozen parameters to the consensus, from which averaging and sharing may have moved them. */
    public void agree(Replica replica) {
        NetworkView network = replica.network();
        FreezeMask unknown = consensus.unknownIn(network);
        if (unknown.isAnyFrozen()) {
            // the user or another listener has frozen it in one replica since the decision
            state.adopt(unknown);
            consensus.extend(network, consensus.mask().or(unknown), replicas.peakReplicas());
        }
        if (!consensus.isHeldBy(network)) {
            consensus.freeze(network);
            network.setVariance(replicas.read(network, part -> part.vector(StatisticKind.GRADIENT_VARIANCE)));
            replica.rememberMask();
        }
        consensus.restore(network);
    }

    /** Thaws all networks, except for the parameters of a mask, which the plan did not freeze. */
    public void thaw(FreezeMask remaining) {
        replicas.networks().forEach(NetworkView::thaw);
        replicas.rememberMasks();
        if (replicas.isParallel()) {
            consensus.thaw(remaining);
        }
    }
}
