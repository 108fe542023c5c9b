package org.dl4jfreeze.examples.experiment;

/**
 * What is frozen while a network trains: the {@code fraction} in [0, 1) of all parameters by {@code order}, as named on the command
 * line; order {@code none} and fraction 0 where nothing is frozen.
 */
public record Treatment(String order, Mask mask, double fraction) {

    /** Kind of choice of the mask. */
    public enum Mask {
        /** There is none: everything is trained. */
        NONE("none"),
        /** Chosen at t0 and kept. */
        FIXED("fixed"),
        /** Chosen at t0, and re-chosen at intervals. */
        REORDERED("re-ordered");

        private final String words;

        Mask(String words) {
            this.words = words;
        }

        /** Returns the name used in tables and files. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** Everything is trained to the end. */
    public static final Treatment NONE = new Treatment("none", Mask.NONE, 0);
}
