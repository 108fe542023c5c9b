package org.dl4jfreeze.internal.statistics;

import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.memory.VectorReader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The diagonal of (2.6): {@code c_j = (1 - kappa) c_j + kappa d_j^2}, kept where the caller wants it, in one array per
 * segment of the parameter vector (DL4J keeps updater state block by block).
 *
 * <p>Memory: nothing beyond those arrays, except for HALF ones: squared gradients below 6e-8 vanish in half precision and a
 * running mean stands still after some 2,000 samples, so the sum is kept in FLOAT (one float per parameter) and written to
 * the HALF array, rounded, after each sample. Not thread-safe.
 */
public final class DiagonalCovariance implements GradientCovariance {

    /** A stretch of the parameter vector and the array of its variances. */
    public static final class Segment {

        private final long offset;
        private final INDArray storage;
        private final INDArray variance;

        /**
         * A segment that starts with the variances that the array holds.
         *
         * @param offset  index of its first parameter
         * @param storage its variances, shape [n]; written by every {@link DiagonalCovariance#add}
         */
        public Segment(long offset, INDArray storage) {
            this.offset = offset;
            this.storage = storage;
            this.variance = storage.dataType() == DataType.FLOAT || storage.dataType() == DataType.DOUBLE
                    ? storage
                    : storage.castTo(DataType.FLOAT);
        }

        private INDArray part(INDArray vector) {
            return vector.get(NDArrayIndex.interval(offset, offset + storage.length()));
        }

        private void publish() {
            if (variance != storage) {
                storage.assign(variance);
            }
        }
    }

    private final SmoothingWeights weights;
    private List<Segment> segments;

    /**
     * A covariance without samples.
     *
     * @param segments where the variances are kept; parameters outside of them take no part
     * @param schedule how samples are weighted
     */
    public DiagonalCovariance(List<Segment> segments, SmoothingSchedule schedule) {
        this(segments, new SmoothingWeights(schedule));
    }

    /**
     * A covariance that goes on with what its segments hold.
     *
     * @param segments where the variances are kept, and are found
     * @param weights  how many samples they are of; counted on here
     */
    public DiagonalCovariance(List<Segment> segments, SmoothingWeights weights) {
        this.segments = List.copyOf(segments);
        this.weights = weights;
    }

    @Override
    public double nextWeight() {
        return weights.next();
    }

    @Override
    public void add(INDArray difference) {
        double weight = weights.next();
        for (Segment segment : segments) {
            MeanSquare.accumulate(segment.variance, difference, segment.offset, weight);
            segment.publish();
        }
        weights.advance();
    }

    /**
     * Takes in one sample that is squared already, {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t q_t}.
     *
     * @param squares {@code q_t}, shape [p], at least 0; finite; not written to
     */
    public void addSquares(INDArray squares) {
        double weight = weights.next();
        for (Segment segment : segments) {
            MeanSquare.accumulateSquares(segment.variance, segment.part(squares), weight);
            segment.publish();
        }
        weights.advance();
    }

    @Override
    public long samples() {
        return weights.samples();
    }

    /**
     * How the samples so far were weighted, and the next ones will be.
     *
     * @return a copy
     */
    public SmoothingWeights weights() {
        return weights.copy();
    }

    /**
     * Overwrites the diagonal; {@code t} stays.
     *
     * @param values shape [p], FLOAT or DOUBLE; entries outside of the segments are not read
     */
    public void assign(INDArray values) {
        for (Segment segment : segments) {
            segment.variance.assign(segment.part(values));
            segment.publish();
        }
    }

    /**
     * Reads the diagonal where it is kept.
     *
     * @return reads entries of the segments, as they are by then
     */
    public VectorReader reader() {
        VectorReader reader = new VectorReader();
        segments.forEach(segment -> reader.add(segment.offset, segment.variance));
        return reader;
    }

    /**
     * Copies the diagonal into a vector; entries outside of the segments are left alone.
     *
     * @param target shape [p], FLOAT or DOUBLE
     */
    public void copyTo(INDArray target) {
        for (Segment segment : segments) {
            segment.part(target).assign(segment.variance);
        }
    }
}
