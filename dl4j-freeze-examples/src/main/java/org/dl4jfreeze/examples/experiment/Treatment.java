package org.dl4jfreeze.examples.experiment;

/** What is done to a network while it trains: nothing, or a fraction of its parameters is frozen, once or again and again. */
public final class Treatment {

    /** What becomes of the mask. */
    public enum Mask {
        /** There is none: everything is trained. */
        NONE("none"),
        /** Chosen at t0 and kept. */
        FIXED("fixed"),
        /** Chosen at t0, and anew at intervals. */
        REORDERED("re-ordered");

        private final String words;

        Mask(String words) {
            this.words = words;
        }

        /** As in tables and files. */
        @Override
        public String toString() {
            return words;
        }
    }

    /** Everything is trained to the end. */
    static final Treatment NONE = new Treatment("none", Mask.NONE, 0);

    private final String order;
    private final Mask mask;
    private final double fraction;

    /**
     * Describes a treatment.
     *
     * @param order    name of the order
     * @param mask     what becomes of the mask
     * @param fraction fraction of the parameters that is frozen
     */
    Treatment(String order, Mask mask, double fraction) {
        this.order = order;
        this.mask = mask;
        this.fraction = fraction;
    }

    /**
     * Name of the order.
     *
     * @return as on the command line; {@code none} where nothing is frozen
     */
    public String order() {
        return order;
    }

    /**
     * What becomes of the mask.
     *
     * @return whether there is one, and whether it is chosen anew
     */
    public Mask mask() {
        return mask;
    }

    /**
     * Fraction of the parameters that is frozen.
     *
     * @return in [0, 1); 0 where nothing is frozen
     */
    public double fraction() {
        return fraction;
    }

    /**
     * Whether this is the treatment of these three.
     *
     * @param otherOrder    name of the order
     * @param otherMask     what becomes of the mask
     * @param otherFraction fraction that is frozen
     * @return whether all three are the same
     */
    public boolean is(String otherOrder, Mask otherMask, double otherFraction) {
        return order.equals(otherOrder) && mask == otherMask && fraction == otherFraction;
    }
}
