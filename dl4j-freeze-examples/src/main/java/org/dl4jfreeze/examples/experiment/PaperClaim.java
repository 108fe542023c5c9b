package org.dl4jfreeze.examples.experiment;

/** A sentence of the paper's section 3 on one data set, in our words, and what kind of statement it makes. */
public final class PaperClaim {

    /** What is stated. */
    public enum Kind {
        /** Freezing by the proposed order ends at a lower loss than freezing by the random one. */
        PROPOSED_BETTER,
        /** The same, and by a wide margin. */
        PROPOSED_MUCH_BETTER,
        /** Both orders end at about the same loss. */
        SAME,
        /** The loss differs less from run to run under the proposed order than under the random one. */
        SMALLER_SPREAD,
        /** The proposed order is about the same in every run. */
        STABLE
    }

    private final Kind kind;
    private final String sentence;

    /**
     * Records a claim.
     *
     * @param kind     what is stated
     * @param sentence the statement in our words
     */
    public PaperClaim(Kind kind, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
    }

    /**
     * What is stated.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The statement in our words.
     *
     * @return a sentence
     */
    public String sentence() {
        return sentence;
    }
}
