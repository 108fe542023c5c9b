package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.json.StrictJson;

/**
 * Counts the effective weights {@code kappa_t / W_t} of a {@link SmoothingSchedule}, see there for formula (L.3): they correct for
 * {@code C_0 = 0}, so that no covariance needs to know about the correction.
 *
 * <p>A sample may be a mean over several examples. In a plain mean over the samples it counts as often as it has examples, so that the
 * result is a mean over all examples; the other schedules weight samples, whatever their size. Not thread-safe.
 */
public final class SmoothingWeights implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Of samples that were counted elsewhere: they are taken to be of the size of the next one. */
    private static final long UNKNOWN = -1;

    private final SmoothingSchedule schedule;
    private final boolean isPlainMean;
    private long samples;
    private long examples;
    private double totalWeight;

    /** Starts before the first sample. */
    public SmoothingWeights(SmoothingSchedule schedule) {
        this.schedule = schedule;
        this.isPlainMean = schedule.equals(SmoothingSchedule.mean());
    }

    /** Returns a copy, which counts separately from here on. */
    public SmoothingWeights copy() {
        return counted(schedule, samples, examples, totalWeight);
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
        weights.examples = UNKNOWN;
        return weights;
    }

    /**
     * Continues after several estimates, each of its own samples, have been merged into one, weighted by their {@link
     * #count()}. The parts, at least one, are of one schedule.
     */
    public static SmoothingWeights merged(List<SmoothingWeights> parts) {
        if (parts.size() == 1) {
            return parts.get(0).copy();
        }
        long samples = 0;
        long examples = 0;
        double totalWeight = 0;
        for (SmoothingWeights part : parts) {
            samples += part.samples;
            examples = examples == UNKNOWN || part.examples == UNKNOWN ? UNKNOWN : examples + part.examples;
            totalWeight += part.samples * part.totalWeight;
        }
        return counted(parts.get(0).schedule, samples, examples, samples == 0 ? 0 : totalWeight / samples);
    }

    private static SmoothingWeights counted(
            SmoothingSchedule schedule, long samples, long examples, double totalWeight) {
        SmoothingWeights weights = new SmoothingWeights(schedule);
        weights.samples = samples;
        weights.examples = examples;
        weights.totalWeight = totalWeight;
        return weights;
    }

    /** What is saved of the weights, in JSON; the schedule is saved with the listener's options. */
    public static final class Data {
        public Long samples;
        /** Null where each sample is of one example. */
        public Long examples;

        public Double totalWeight;
    }

    /** Returns what is to be saved. */
    public Data data() {
        Data data = new Data();
        data.samples = samples;
        data.examples = examples == UNKNOWN || examples == samples ? null : (Long) examples;
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
        long examples = data.examples == null ? UNKNOWN : json.atLeastZero(at + ".examples", data.examples);
        json.check(
                examples == UNKNOWN || examples >= samples,
                at + ".examples",
                "expected at least one for each of " + samples + " samples, found " + examples);
        double total = json.finite(at + ".totalWeight", data.totalWeight);
        // 1 except for rounding where the first sample has the weight 1, growing towards 1 elsewhere
        json.check(
                samples == 0 ? total == 0 : total > 0 && total < 1.001,
                at + ".totalWeight",
                "expected a sum of weights in (0,1], or 0 without samples, found " + total);
        return counted(schedule, samples, examples, total);
    }

    /** Returns {@code t}, the number of samples counted. */
    public long samples() {
        return samples;
    }

    /** Returns by what the estimate is weighted where it is merged with others: its number of samples, or of their examples. */
    public long count() {
        return isPlainMean && examples != UNKNOWN ? examples : samples;
    }

    /** Returns the effective weight of the next sample if it is of one example, see {@link #next(long)}. */
    public double next() {
        return next(1);
    }

    /** Counts a sample of one example. */
    public void advance() {
        advance(1);
    }

    /**
     * Returns the effective weight of the next sample, without counting it: in (0,1], and exactly 1 for the first sample.
     *
     * @param size number of examples that the sample is a mean over
     */
    public double next(long size) {
        double kappa = kappa(size);
        return kappa / totalAfter(kappa);
    }

    /** Counts a sample that is a mean over a number of examples. */
    public void advance(long size) {
        totalWeight = totalAfter(kappa(size));
        examples = examplesBefore(size) + size;
        samples++;
    }

    /** Of equal sizes {@code 1 / t} bit for bit, as the quotient of the same numbers. */
    private double kappa(long size) {
        return isPlainMean ? (double) size / (examplesBefore(size) + size) : schedule.kappa(samples + 1);
    }

    private long examplesBefore(long size) {
        return examples == UNKNOWN ? samples * size : examples;
    }

    private double totalAfter(double kappa) {
        return (1 - kappa) * totalWeight + kappa;
    }
}
