package org.dl4jfreeze.internal.statistics;

import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
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
 * the HALF array, rounded, after each sample. Not thread-safe.
 */
public final class DiagonalCovariance {

    private final SmoothingWeights weights;
    private final List<VectorSegment> segments;

    /** Creates a covariance without samples of the parameters in the segments. */
    public DiagonalCovariance(List<VectorSegment> segments, SmoothingSchedule schedule) {
        this(segments, new SmoothingWeights(schedule));
    }

    /** Continues with the variances that the segments hold, which are of as many samples as the weights have counted. */
    public DiagonalCovariance(List<VectorSegment> segments, SmoothingWeights weights) {
        this.segments = List.copyOf(segments);
        this.weights = weights;
    }

    /** Returns the effective weight of the next sample, in (0,1]; some samplers scale their difference by it. */
    public double nextWeight() {
        return weights.next();
    }

    /** Accumulates a sample {@code d_t}, shape [p], finite; it is not written to. */
    public void add(INDArray difference) {
        double weight = weights.next();
        for (VectorSegment segment : segments) {
            VectorMath.addToMeanSquare(segment.values(), difference, segment.offset(), weight);
            segment.publish();
        }
        weights.advance();
    }

    /** Accumulates a mean of squares over a number of examples, shape [p], at least 0, finite; it is not written to. */
    public void addSquares(INDArray squares, long examples) {
        double weight = weights.next(examples);
        for (VectorSegment segment : segments) {
            VectorMath.addToMean(segment.values(), segment.part(squares), weight);
            segment.publish();
        }
        weights.advance(examples);
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
