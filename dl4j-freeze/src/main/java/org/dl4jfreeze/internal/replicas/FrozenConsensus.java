package org.dl4jfreeze.internal.replicas;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is frozen in all replicas of a network, and the values that they have there. Guarded by the monitor of the training run. */
public final class FrozenConsensus {

    private FreezeMask decided;
    private INDArray values;
    /** All that has ever been decided: whatever else one of the replicas has frozen, others have. */
    private FreezeMask ever;

    /**
     * What is frozen from the start, by whomever.
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
     * A new decision: where the replicas have agreed already the values stay, elsewhere they are the lead's, or the nearest that
     * averaging leaves alone.
     *
     * @param replicas how many there may be
     */
    public void extend(NetworkView lead, FreezeMask mask, int replicas) {
        INDArray next = AveragingRounding.underMean(lead.parameters(), mask, replicas);
        new FrozenEntries(decided).set(next, values);
        values = next;
        decided = mask;
        ever = ever.or(mask);
    }

    /** Less is frozen. */
    public void thaw(FreezeMask mask) {
        decided = mask;
    }

    /** What is frozen in a network, and has never been decided. */
    public FreezeMask unknownIn(NetworkView network) {
        return network.mask().without(ever);
    }

    public boolean isHeldBy(NetworkView network) {
        return network.holdsExactly(decided);
    }

    /** Brings a network's mask to the decision. */
    public void freeze(NetworkView network) {
        network.freeze(decided);
        ThresholdResidual.drop(network.adapter().model(), decided);
    }

    /** Brings a network's frozen parameters to the values agreed in. */
    public void restore(NetworkView network) {
        network.setFrozen(decided, values);
    }
}
