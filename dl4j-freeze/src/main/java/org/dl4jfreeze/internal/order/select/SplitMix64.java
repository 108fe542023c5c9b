package org.dl4jfreeze.internal.order.select;

/** Maps neighbouring numbers to unrelated ones (G. Steele, D. Lea, C. Flood, 2014). */
public final class SplitMix64 {

    /** The increment between states of the generator. */
    public static final long GAMMA = 0x9E3779B97F4A7C15L;

    private SplitMix64() {}

    /** Returns the finaliser of the generator. */
    public static long mixed(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
