package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** Result of checking a claim against the runs. */
public enum Verdict {
    /** The runs support the claim. */
    HOLDS("holds"),
    /** The runs contradict the claim. */
    DOES_NOT_HOLD("does not hold"),
    /** The runs are too few, or too different from each other, to say. */
    UNDECIDED("undecided"),
    /** The paper claims nothing; the numbers are shown without a verdict. */
    NO_CLAIM("-");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** Returns the verdict in tables, for instance {@code does not hold}. */
    @JsonValue
    @Override
    public String toString() {
        return words;
    }
}
