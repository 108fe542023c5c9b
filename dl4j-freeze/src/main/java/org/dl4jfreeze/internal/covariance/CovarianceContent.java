package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Describes a covariance for saving: everything but its numbers, which are saved array by array, see
 * {@link CovarianceAccumulator#forEachPart}. Immutable, serialisable.
 */
public final class CovarianceContent implements Serializable {

    private static final long serialVersionUID = 1L;

    final ParameterRanges parameters;
    final int parameterCount;
    final DataType type;
    final Form form;
    final long expectedSamples;
    final SmoothingWeights weights;
    final FormState state;

    CovarianceContent(
            ParameterRanges parameters,
            int parameterCount,
            DataType type,
            Form form,
            long expectedSamples,
            SmoothingWeights weights,
            FormState state) {
        this.parameters = parameters;
        this.parameterCount = parameterCount;
        this.type = type;
        this.form = form;
        this.expectedSamples = expectedSamples;
        this.weights = weights;
        this.state = state;
    }

    /**
     * Returns the number of arrays: chunks of differences in factored form; in dense form rows of the triangle and buffered
     * differences.
     */
    public int parts() {
        return state.parts;
    }

    /** Returns n, the number of parameters that the covariance is of. */
    public int parameters() {
        return parameters.size();
    }

    /** Returns the data type of the arrays, FLOAT or DOUBLE. */
    public DataType dataType() {
        return type;
    }

    /** Returns the off-heap memory that the covariance takes when it is restored; it may grow from there. */
    public long bytesNeeded() {
        return state.dense
                ? DenseForm.bytes(parameters.size(), type)
                : DifferenceRows.bytes(
                        parameters.size(),
                        type,
                        CovarianceAccumulator.expectedRows(parameters, form, expectedSamples),
                        state.weights.size());
    }

    /** Returns t, the number of samples. */
    public long samples() {
        return weights.samples();
    }
}
