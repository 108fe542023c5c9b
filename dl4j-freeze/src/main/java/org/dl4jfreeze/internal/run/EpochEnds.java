package org.dl4jfreeze.internal.run;

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

    /** Tells whether an epoch has started and its end has not been counted. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Tells whether the end of an epoch of DL4J's count has been counted. */
    boolean isDone(int epoch) {
        return lastEnded == epoch;
    }

    /** Ends an epoch of DL4J's count; returns whether it is to be counted. */
    boolean end(int epoch) {
        underWay = false;
        lastEnded = epoch;
        boolean isNew = !countedAhead;
        countedAhead = false;
        return isNew;
    }

    /** Makes the next end count for nothing, because it has been counted already. */
    void ignoreNextEnd() {
        countedAhead = true;
    }
}
