package org.dl4jfreeze.internal.run;

import org.dl4jfreeze.internal.dl4j.ListenerCall;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.replicas.Replica;

/** Follows the epochs of one network, so that each is counted once, although a checkpoint may count it before DL4J reports its end. */
final class EpochEnds {

    private boolean underWay;
    private boolean countedAhead;
    /** DL4J's count, from 0, at the last end of an epoch; DL4J increments it after that. */
    private int lastEnded = -1;

    void start() {
        underWay = true;
        countedAhead = false;
    }

    /** Ends an epoch of DL4J's count; returns whether it is to be counted. */
    boolean end(int epoch) {
        underWay = false;
        lastEnded = epoch;
        boolean isNew = !countedAhead;
        countedAhead = false;
        return isNew;
    }

    /**
     * Counts the iteration or epoch whose end DL4J is telling the listeners, if the freezing listener has not been told yet; its own
     * call, later, is ignored.
     *
     * @return what DL4J will do after it has told all listeners
     * @throws IllegalStateException if the parameters are about to be updated by a gradient that has been sampled
     */
    NetworkAdapter.Ahead catchUp(TrainingRun run, Replica replica) {
        switch (ListenerCall.present()) {
            case BEFORE_UPDATE:
                if (replica.isUnderWay()) {
                    throw new IllegalStateException(
                            "A checkpoint cannot be saved between the gradient of an iteration and"
                                    + " its update; save in iterationDone, in onEpochEnd, or between two calls of fit");
                }
                return NetworkAdapter.Ahead.NOTHING;
            case ITERATION_DONE:
                if (replica.isUnderWay()) {
                    run.iterationDone(replica);
                }
                return replica.isDone(replica.network().iterationCount())
                        ? NetworkAdapter.Ahead.END_OF_ITERATION
                        : NetworkAdapter.Ahead.NOTHING;
            case EPOCH_END:
                if (underWay) {
                    run.epochDone(replica);
                    countedAhead = true;
                }
                return lastEnded == replica.network().epochCount()
                        ? NetworkAdapter.Ahead.END_OF_EPOCH
                        : NetworkAdapter.Ahead.NOTHING;
            default:
                return NetworkAdapter.Ahead.NOTHING;
        }
    }
}
