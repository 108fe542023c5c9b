package org.dl4jfreeze.covariance.full;

import java.io.Serializable;
import org.dl4jfreeze.covariance.SmoothingWeights;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a covariance is, all but its numbers, which come beside it array by array; see {@link FullCovariance#forEachPart}. For saving:
 * immutable, serialisable.
 */
public final class CovarianceContent implements Serializable {

    private static final long serialVersionUID = 1L;

    final ParameterSegments segments;
    final DataType type;
    final FullCovariance.Form form;
    final long expectedSamples;
    final SmoothingWeights weights;
    /** Null in dense form. */
    final double[] rowWeights;

    private final int parts;

    CovarianceContent(
            ParameterSegments segments,
            DataType type,
            FullCovariance.Form form,
            long expectedSamples,
            SmoothingWeights weights,
            double[] rowWeights,
            int parts) {
        this.segments = segments;
        this.type = type;
        this.form = form;
        this.expectedSamples = expectedSamples;
        this.weights = weights;
        this.rowWeights = rowWeights;
        this.parts = parts;
    }

    /**
     * How many arrays there are.
     *
     * @return chunks of differences in factored form, rows of the triangle in dense form
     */
    public int parts() {
        return parts;
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
}
