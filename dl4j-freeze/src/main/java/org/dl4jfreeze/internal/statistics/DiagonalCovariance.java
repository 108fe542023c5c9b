package org.dl4jfreeze.internal.statistics;

import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.memory.UnbiasedMean;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.dl4jfreeze.internal.memory.VectorSegment;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The diagonal of the gradient covariance (2.6), {@code c_j = (1 - kappa) c_j + kappa d_j^2}, where {@code d_t} is a difference of
 * gradients of the mean loss per example; a mean over samples, divided by t, not by t - 1. Kept where the caller wants it, in one
 * array per segment of the parameter vector (DL4J keeps updater state block by block).
 *
 * <p>Memory: nothing beyond those arrays, except for HALF ones: squared gradients below 6e-8 vanish in half precision and a
 * running mean stops changing after some 2,000 samples, so the sum is kept in FLOAT (one float per parameter) and written to
 * the HALF array, rounded, after each sample. In FLOAT, samples of very small weight are added by {@link UnbiasedMean}. Not
 * thread-safe.
 */
public final class DiagonalCovariance {

    private final SmoothingWeights weights;
    private final List<VectorSegment> segments;
    private final VarianceFingerprint fingerprint;

    /** Creates a covariance without samples of the parameters in the segments. */
    public DiagonalCovariance(List<VectorSegment> segments, SmoothingSchedule schedule) {
        this(segments, new SmoothingWeights(schedule));
    }

    /** Continues with the variances that the segments hold, which are of as many samples as the weights have counted. */
    public DiagonalCovariance(List<VectorSegment> segments, SmoothingWeights weights) {
        this.segments = List.copyOf(segments);
        this.weights = weights;
        this.fingerprint = new VarianceFingerprint(this.segments);
    }

    /** Returns the effective weight of the next sample, in (0,1]; some samplers scale their difference by it. */
    public double nextWeight() {
        return weights.next();
    }

    /** Accumulates a sample {@code d_t}, shape [p], whose squares are finite; it is not written to. */
    public void add(INDArray difference) {
        double weight = weights.next();
        for (VectorSegment segment : segments) {
            INDArray mean = segment.values();
            if (UnbiasedMean.isNeeded(mean, weight)) {
                UnbiasedMean.add(mean, difference, segment.offset(), true, weight, weights.samples());
            } else {
                VectorMath.addToMeanSquare(mean, difference, segment.offset(), weight);
            }
            segment.publish();
        }
        weights.advance();
        fingerprint.take();
    }

    /** Accumulates a mean of squares over a number of examples, shape [p], at least 0, finite; it is not written to. */
    public void addSquares(INDArray squares, long examples) {
        double weight = weights.next(examples);
        for (VectorSegment segment : segments) {
            INDArray mean = segment.values();
            if (UnbiasedMean.isNeeded(mean, weight)) {
                UnbiasedMean.add(mean, squares, segment.offset(), false, weight, weights.samples());
            } else {
                VectorMath.addToMean(mean, segment.part(squares), weight);
            }
            segment.publish();
        }
        weights.advance(examples);
        fingerprint.take();
    }

    /** Returns {@code t}, the number of samples. */
    public long samples() {
        return weights.samples();
    }

    /** Returns a copy of the weights: how the samples so far were weighted, and the next ones will be. */
    public SmoothingWeights weights() {
        return weights.copy();
    }

    /** Overwrites the diagonal by the entries of a vector of shape [p], FLOAT or DOUBLE; {@code t} stays. */
    public void assign(INDArray values) {
        segments.forEach(segment -> segment.assign(values));
        fingerprint.take();
    }

    /**
     * Starts again without samples if other code has overwritten the diagonal.
     *
     * @return how many samples are lost; 0 if it has not, or there were none
     */
    long restartIfOverwritten() {
        long samples = samples();
        if (samples == 0 || fingerprint.isPresent()) {
            return 0;
        }
        weights.restart();
        for (VectorSegment segment : segments) {
            segment.values().assign(0);
            segment.publish();
        }
        fingerprint.take();
        return samples;
    }

    /** Reads the diagonal where it is kept, as it is at the time of reading. */
    public FlatArrayReader reader() {
        FlatArrayReader reader = new FlatArrayReader();
        segments.forEach(segment -> reader.add(segment.offset(), segment.values()));
        return reader;
    }

    /** Copies the diagonal into a vector of shape [p], FLOAT or DOUBLE; entries outside the segments are left unchanged. */
    public void copyTo(INDArray target) {
        segments.forEach(segment -> segment.copyTo(target));
    }
}
