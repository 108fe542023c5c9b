package org.dl4jfreeze.internal.order;

/** Changes the sign of values, which floats can undergo without becoming doubles: the fast path of most criteria. */
enum SignChange {
    NONE(-1, 0),
    ABSOLUTE(Integer.MAX_VALUE, 0),
    NEGATED(-1, Integer.MIN_VALUE);

    /** Bits of a float that are kept; the rest become 0. */
    private final int kept;
    /** Bits of a float that are inverted then. */
    private final int inverted;

    SignChange(int kept, int inverted) {
        this.kept = kept;
        this.inverted = inverted;
    }

    /** Changes the bits of floats. */
    void apply(int[] bits, int from, int end) {
        if (this != NONE) {
            for (int i = from; i < end; i++) {
                bits[i] = bits[i] & kept ^ inverted;
            }
        }
    }

    void apply(double[] values, int from, int end) {
        if (this == ABSOLUTE) {
            for (int i = from; i < end; i++) {
                values[i] = Math.abs(values[i]);
            }
        } else if (this == NEGATED) {
            for (int i = from; i < end; i++) {
                values[i] = -values[i];
            }
        }
    }
}
