package org.dl4jfreeze.internal.plan;

/** Describes a saved {@link FreezeState} in JSON; masks and order are arrays saved with it. */
public final class FreezeStateData {
    public Long iterations;
    public Long epochs;
    /** The number of steps that have been taken or skipped. */
    public Integer steps;

    public Long reorderings;
    /** The iteration of the next re-ordering; 0 if none is planned yet. */
    public Long nextReordering;
    /** Null unless the next step waits for a plateau. */
    public PlateauState plateau;

    public Boolean frozen;
    public Boolean abandoned;
    /** The number of parameters in the saved order; null if no order is saved. */
    public Integer ordered;
    /** Identifies the statistic that the order is made from when it is first used; null for an order that is saved or random. */
    public Long orderFingerprint;

    /** What the detector of a plateau has seen. */
    public static final class PlateauState {
        public Integer losses;
        /** Null if it is not finite. */
        public Double windowSum;
        /** Null if there is none. */
        public Double best;

        public Integer windowsWithoutImprovement;
        public Integer reachedAt;
    }
}
