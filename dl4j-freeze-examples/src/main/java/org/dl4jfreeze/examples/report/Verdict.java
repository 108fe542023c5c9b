package org.dl4jfreeze.examples.report;

/** What the runs say of a claim. */
public enum Verdict {
    /** The runs bear the claim out. */
    HOLDS("holds"),
    /** The runs contradict the claim. */
    DOES_NOT_HOLD("does not hold"),
    /** The runs are too few, or too different from each other, to say. */
    UNDECIDED("undecided"),
    /** There is nothing to judge: the numbers are shown though the paper claims nothing. */
    NO_CLAIM("-");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /**
     * The verdict in tables.
     *
     * @return for instance {@code does not hold}
     */
    @Override
    public String toString() {
        return words;
    }
}
