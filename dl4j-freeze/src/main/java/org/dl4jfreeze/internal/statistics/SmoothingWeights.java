package org.dl4jfreeze.internal.statistics;

import java.io.Serializable;
import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;

/**
 * The running effective weights {@code kappa_t / W_t} of a {@link SmoothingSchedule}; see there for the formula.
 *
 * <p>Not thread-safe.
 */
public final class SmoothingWeights implements Serializable {

    private static final long serialVersionUID = 1L;

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
     * The same, from here on counted apart.
     *
     * @return a copy
     */
    public SmoothingWeights copy() {
        return counted(schedule, samples, totalWeight);
    }

    /**
     * As if a number of samples had been counted.
     *
     * @param schedule where {@code kappa_t} comes from
     * @param samples  how many, at least 0
     * @return weights that go on with the next sample
     */
    public static SmoothingWeights after(SmoothingSchedule schedule, long samples) {
        SmoothingWeights weights = new SmoothingWeights(schedule);
        while (weights.samples < samples) {
            weights.advance();
        }
        return weights;
    }

    /**
     * Weights that go on where several estimates, each of its own samples, have been put into one, weighted by their
     * numbers of samples.
     *
     * @param parts the weights of the estimates, of one schedule; at least one
     * @return the weights of the whole
     */
    public static SmoothingWeights merged(List<SmoothingWeights> parts) {
        if (parts.size() == 1) {
            return parts.get(0).copy();
        }
        long samples = 0;
        double totalWeight = 0;
        for (SmoothingWeights part : parts) {
            samples += part.samples;
            totalWeight += part.samples * part.totalWeight;
        }
        return counted(parts.get(0).schedule, samples, samples == 0 ? 0 : totalWeight / samples);
    }

    private static SmoothingWeights counted(SmoothingSchedule schedule, long samples, double totalWeight) {
        SmoothingWeights weights = new SmoothingWeights(schedule);
        weights.samples = samples;
        weights.totalWeight = totalWeight;
        return weights;
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
