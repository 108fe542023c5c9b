package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.json.StrictJson;

/**
 * Counts the effective weights {@code kappa_t / W_t} of a {@link SmoothingSchedule}, see there for formula (L.3): they correct for
 * {@code C_0 = 0}, so that no covariance needs to know about the correction. Not thread-safe.
 */
public final class SmoothingWeights implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SmoothingSchedule schedule;
    private long samples;
    private double totalWeight;

    /** Starts before the first sample. */
    public SmoothingWeights(SmoothingSchedule schedule) {
        this.schedule = schedule;
    }

    /** Returns a copy, which counts separately from here on. */
    public SmoothingWeights copy() {
        return counted(schedule, samples, totalWeight);
    }

    /** Forgets all samples. */
    public void restart() {
        samples = 0;
        totalWeight = 0;
    }

    /** Returns the weights after a number of samples. */
    public static SmoothingWeights after(SmoothingSchedule schedule, long samples) {
        SmoothingWeights weights = new SmoothingWeights(schedule);
        while (weights.samples < samples) {
            weights.advance();
        }
        return weights;
    }

    /**
     * Continues after several estimates, each of its own samples, have been merged into one, weighted by their numbers of
     * samples. The parts, at least one, are of one schedule.
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

    /** What is saved of the weights, in JSON; the schedule is saved with the listener's options. */
    public static final class Data {
        public Long samples;
        public Double totalWeight;
    }

    /** Returns what is to be saved. */
    public Data data() {
        Data data = new Data();
        data.samples = samples;
        data.totalWeight = totalWeight;
        return data;
    }

    /**
     * Restores weights.
     *
     * @throws IllegalArgumentException if the data cannot be those of weights
     */
    public static SmoothingWeights of(Data data, SmoothingSchedule schedule, StrictJson json, String at) {
        json.required(at, data);
        long samples = json.atLeastZero(at + ".samples", data.samples);
        double total = json.finite(at + ".totalWeight", data.totalWeight);
        // 1 except for rounding where the first sample has the weight 1, growing towards 1 elsewhere
        json.check(
                samples == 0 ? total == 0 : total > 0 && total < 1.001,
                at + ".totalWeight",
                "expected a sum of weights in (0,1], or 0 without samples, found " + total);
        return counted(schedule, samples, total);
    }

    /** Returns {@code t}, the number of samples counted. */
    public long samples() {
        return samples;
    }

    /** Returns the effective weight of the next sample, without counting it: in (0,1], and exactly 1 for the first sample. */
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
