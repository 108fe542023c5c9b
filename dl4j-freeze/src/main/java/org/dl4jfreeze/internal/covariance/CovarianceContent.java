package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import org.dl4jfreeze.internal.statistics.SmoothingWeights;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a covariance is, all but its numbers, which come beside it array by array; see {@link CovarianceAccumulator#forEachPart}. For saving:
 * immutable, serialisable.
 */
public final class CovarianceContent implements Serializable {

    private static final long serialVersionUID = 1L;

    final ParameterSegments segments;
    final DataType type;
    final CovarianceAccumulator.Form form;
    final long expectedSamples;
    final SmoothingWeights weights;
    final FormState state;

    CovarianceContent(
            ParameterSegments segments,
            DataType type,
            CovarianceAccumulator.Form form,
            long expectedSamples,
            SmoothingWeights weights,
            FormState state) {
        this.segments = segments;
        this.type = type;
        this.form = form;
        this.expectedSamples = expectedSamples;
        this.weights = weights;
        this.state = state;
    }

    /**
     * How many arrays there are.
     *
     * @return chunks of differences in factored form; in dense form the rows of the triangle, and the differences not in it yet
     */
    public int parts() {
        return state.parts;
    }

    /**
     * Over which parameters the covariance is.
     *
     * @return the segments
     */
    public ParameterSegments segments() {
        return segments;
    }

    /**
     * The data type of the arrays.
     *
     * @return FLOAT or DOUBLE
     */
    public DataType dataType() {
        return type;
    }

    /**
     * How much off-heap memory the covariance takes when it is restored; it may grow from there.
     *
     * @return bytes
     */
    public long bytesNeeded() {
        return state.dense
                ? DenseForm.bytes(segments.count(), type)
                : DifferenceRows.bytes(
                        segments.count(),
                        type,
                        CovarianceAccumulator.expectedRows(segments, form, expectedSamples),
                        state.weights.size());
    }

    /**
     * How many samples it is of.
     *
     * @return t
     */
    public long samples() {
        return weights.samples();
    }
}
