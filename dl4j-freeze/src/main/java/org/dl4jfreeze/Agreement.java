package org.dl4jfreeze;

import org.dl4jfreeze.network.AveragingStable;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is frozen in all replicas of a network, and the values that they have there. Guarded by the {@link FreezingRun}. */
final class Agreement {

    private FreezeMask decided;
    private INDArray values;
    /** All that has ever been decided: whatever else one of the replicas has frozen, others have. */
    private FreezeMask ever;

    /**
     * What is frozen from the start, by whomever.
     *
     * @param parameters shape [p]; copied
     */
    Agreement(FreezeMask mask, INDArray parameters) {
        decided = mask;
        ever = mask;
        values = parameters.dup();
    }

    FreezeMask mask() {
        return decided;
    }

    /**
     * A new decision: where the replicas have agreed already the values stay, elsewhere they are the lead's, or the nearest that
     * averaging leaves alone.
     *
     * @param replicas how many there may be
     */
    void extend(FreezableNetwork lead, FreezeMask mask, int replicas) {
        INDArray next = AveragingStable.underMean(lead.parameters(), mask, replicas);
        new FrozenEntries(decided).set(next, values);
        values = next;
        decided = mask;
        ever = ever.or(mask);
    }

    /** Less is frozen. */
    void thaw(FreezeMask mask) {
        decided = mask;
    }

    /** What is frozen in a network, and has never been decided. */
    FreezeMask unknownIn(FreezableNetwork network) {
        return network.mask().without(ever);
    }

    boolean isHeldBy(FreezableNetwork network) {
        return network.holdsExactly(decided);
    }

    /** Brings a network's mask to the decision. */
    void freeze(FreezableNetwork network) {
        network.freeze(decided);
        network.dropUnsentUpdates(decided);
    }

    /** Brings a network's frozen parameters to the values agreed in. */
    void restore(FreezableNetwork network) {
        network.setFrozen(decided, values);
    }
}
