package org.dl4jfreeze.internal.gradient;

import java.util.function.LongSupplier;

/**
 * Bounds the share of the training time that a listener takes, by skipping samples: each iteration adds its share to a credit, the
 * listener's time is subtracted, and a sample is taken whenever there is credit.
 *
 * <p>The samples that an order needs at least are always taken, whatever they cost; the first of them, which makes shadow networks
 * and runs cold code, is not counted. A pause between two iterations earns at most as much as {@value #LONGEST} usual iterations, so
 * that no burst of samples follows it. Not thread-safe.
 */
public final class SamplingBudget {

    /** Maximum credit for one iteration, in usual iterations. */
    private static final double LONGEST = 10;
    /** Weight of the latest iteration in the running mean of the usual one. */
    private static final double LATEST = 0.1;

    private final double share;
    private final int free;
    private final LongSupplier clock;

    private boolean begun;
    private long iterationBegan;
    private double usual;
    private long spent;
    private double credit;
    private long samples;
    private boolean allowed;
    private boolean settingUp;

    /**
     * Creates a budget without credit.
     *
     * @param share of the time that training takes without the listener, above 0
     * @param free  number of samples that are taken whatever they cost
     * @param clock returns nanoseconds
     */
    public SamplingBudget(double share, int free, LongSupplier clock) {
        this.share = share;
        this.free = free;
        this.clock = clock;
    }

    /** Starts an iteration, and accounts for the last one's credit and cost. */
    public void iterationBegins() {
        long now = clock.getAsLong();
        if (begun) {
            double training = Math.max(0, now - iterationBegan - spent);
            usual = usual == 0 ? training : Math.min(training, LONGEST * usual) * LATEST + usual * (1 - LATEST);
            double earned = share * Math.min(training, LONGEST * usual);
            double cost = settingUp ? 0 : spent;
            // unused credit lasts for one iteration
            credit = Math.min(credit + earned - cost, earned);
        }
        begun = true;
        iterationBegan = now;
        spent = 0;
        settingUp = false;
        allowed = samples < free || credit >= 0;
    }

    /** Tells whether the present iteration may be sampled. */
    public boolean allows() {
        return allowed;
    }

    /** Notes that a sample has been taken in the present iteration. */
    public void sampled() {
        settingUp = samples == 0;
        samples++;
    }

    /** Counts time that the listener took in the present iteration. */
    public void spend(long nanoseconds) {
        spent += nanoseconds;
    }
}
