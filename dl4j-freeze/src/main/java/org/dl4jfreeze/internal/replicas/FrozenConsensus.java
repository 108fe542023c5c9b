package org.dl4jfreeze.internal.replicas;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mask that all replicas agree on, with the frozen values. Guarded by the monitor of the training run. */
final class FrozenConsensus {

    private FreezeMask decided;
    private INDArray values;
    /** Union of all masks decided so far; anything else that is frozen in a replica comes from outside. */
    private FreezeMask ever;

    /**
     * Starts from the mask that the network already has.
     *
     * @param parameters shape [p]; copied
     */
    public FrozenConsensus(FreezeMask mask, INDArray parameters) {
        decided = mask;
        ever = mask;
        values = parameters.dup();
    }

    public FreezeMask mask() {
        return decided;
    }

    /**
     * Sets a new mask. Where the replicas agree already the values stay; elsewhere they are the first network's, rounded so that
     * averaging preserves them.
     *
     * @param replicas number of replicas that there may be
     */
    public void extend(NetworkView lead, FreezeMask mask, int replicas) {
        INDArray next = AveragingRounding.underMean(lead.parameters(), mask, replicas);
        new FrozenEntries(decided).set(next, values);
        values = next;
        decided = mask;
        ever = ever.or(mask);
    }

    /** Sets a mask that freezes less. */
    public void thaw(FreezeMask mask) {
        decided = mask;
    }

    /** Returns what is frozen in a network without having been decided. */
    public FreezeMask unknownIn(NetworkView network) {
        return network.mask().without(ever);
    }

    public boolean isHeldBy(NetworkView network) {
        return network.holdsExactly(decided);
    }

    /** Writes the mask to a network. */
    public void freeze(NetworkView network) {
        network.freeze(decided);
        ThresholdResidual.drop(network.adapter().model(), decided);
    }

    /** Writes the frozen values to a network. */
    public void restore(NetworkView network) {
        network.setFrozen(decided, values);
    }
}
