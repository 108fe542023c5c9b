package org.dl4jfreeze.examples.experiment;

/** A claim that section 3 of the paper makes about one data set: its kind, and a sentence in our words. */
public record PaperClaim(Kind kind, String sentence) {

    static final PaperClaim STABLE = new PaperClaim(Kind.STABLE, "The proposed order is stable from run to run.");

    /** Stands for the claims on a data set of which the paper says nothing. */
    public static final PaperClaim NONE = new PaperClaim(Kind.NONE, "(the paper says nothing on this set)");

    /** Kind of claim. */
    public enum Kind {
        /** Freezing by the proposed order ends at a lower loss than freezing by the random one. */
        PROPOSED_BETTER,
        /** The proposed order ends lower, by a wide margin. */
        PROPOSED_MUCH_BETTER,
        /** Both orders end at about the same loss. */
        SAME,
        /** The loss differs less from run to run under the proposed order than under the random one. */
        SMALLER_SPREAD,
        /** The proposed order is about the same in every run. */
        STABLE,
        /** The paper claims nothing: the numbers are shown without a verdict. */
        NONE
    }
}
