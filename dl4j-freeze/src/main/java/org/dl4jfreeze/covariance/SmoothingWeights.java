package org.dl4jfreeze.covariance;

/**
 * The running effective weights {@code kappa_t / W_t} of a {@link SmoothingSchedule}; see there for the formula.
 *
 * <p>Not thread-safe.
 */
public final class SmoothingWeights {

    private final SmoothingSchedule schedule;
    private long samples;
    private double totalWeight;

    /**
     * Starts before the first sample.
     *
     * @param schedule where {@code kappa_t} comes from
     */
    public SmoothingWeights(SmoothingSchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * How many samples have been counted.
     *
     * @return {@code t}
     */
    public long samples() {
        return samples;
    }

    /**
     * The effective weight of the next sample, without counting it.
     *
     * @return in (0,1]; exactly 1 for the first sample
     */
    public double next() {
        double kappa = schedule.kappa(samples + 1);
        return kappa / totalAfter(kappa);
    }

    /** Counts one sample. */
    public void advance() {
        totalWeight = totalAfter(schedule.kappa(samples + 1));
        samples++;
    }

    private double totalAfter(double kappa) {
        return (1 - kappa) * totalWeight + kappa;
    }
}
