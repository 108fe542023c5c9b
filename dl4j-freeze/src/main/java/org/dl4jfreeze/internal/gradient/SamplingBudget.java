package org.dl4jfreeze.internal.gradient;

import java.util.function.LongSupplier;

/**
 * Bounds the share of the training time that a listener takes, by leaving out samples: each iteration adds its share to a credit, what the
 * listener does is taken from it, and a sample is taken whenever there is credit.
 *
 * <p>The samples that an order needs at least are always taken, at whatever cost; the first of them, which makes shadow networks and is run
 * by cold code, is not counted. A pause between two iterations earns no more than {@value #LONGEST} usual iterations do, so that no burst of
 * samples follows it. Not thread-safe.
 */
public final class SamplingBudget {

    /** What an iteration may earn at most, in usual iterations. */
    private static final double LONGEST = 10;
    /** How much of the usual iteration is the latest one. */
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
     * A budget.
     *
     * @param share how much of the time that training takes without the listener, above 0
     * @param free  how many samples are taken whatever they cost
     * @param clock nanoseconds
     */
    public SamplingBudget(double share, int free, LongSupplier clock) {
        this.share = share;
        this.free = free;
        this.clock = clock;
    }

    /** Another iteration begins: what the last one has earned and cost is reckoned. */
    public void iterationBegins() {
        long now = clock.getAsLong();
        if (begun) {
            double training = Math.max(0, now - iterationBegan - spent);
            usual = usual == 0 ? training : Math.min(training, LONGEST * usual) * LATEST + usual * (1 - LATEST);
            double earned = share * Math.min(training, LONGEST * usual);
            double cost = settingUp ? 0 : spent;
            // unused credit is good for an iteration, no more
            credit = Math.min(credit + earned - cost, earned);
        }
        begun = true;
        iterationBegan = now;
        spent = 0;
        settingUp = false;
        allowed = samples < free || credit >= 0;
    }

    /** Whether the present iteration may be sampled. */
    public boolean allows() {
        return allowed;
    }

    /** A sample has been taken in the present iteration. */
    public void sampled() {
        settingUp = samples == 0;
        samples++;
    }

    /** The listener was at work in the present iteration. */
    public void spend(long nanoseconds) {
        spent += nanoseconds;
    }
}
