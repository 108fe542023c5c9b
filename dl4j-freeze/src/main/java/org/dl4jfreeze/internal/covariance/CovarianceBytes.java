package org.dl4jfreeze.internal.covariance;

import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Computes how much off-heap memory a covariance of n parameters and t samples takes, before any is allocated. {@code Long.MAX_VALUE}
 * if that is more than fits into a long.
 */
public final class CovarianceBytes {

    private CovarianceBytes() {}

    /** Tells whether 16 times the square of either number could exceed a long. */
    private static boolean isTooLarge(long parameters, long samples) {
        return parameters > 1L << 29 || samples > 1L << 29;
    }

    private static boolean isDense(Form form, long parameters, long samples) {
        return form == Form.DENSE || form == Form.AUTOMATIC && samples > parameters;
    }

    /** Estimates the bytes that the covariance takes at its largest, if it accumulates its samples one after the other. */
    public static long needed(Form form, long parameters, DataType type, long samples) {
        if (parameters < 1 || samples < 1) {
            throw new IllegalArgumentException("A covariance must have at least 1 parameter and 1 sample, received "
                    + parameters + " and " + samples);
        }
        if (isTooLarge(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        if (!isDense(form, parameters, samples)) {
            return DifferenceRows.bytes(parameters, type, samples, samples);
        }
        long matrix = DenseForm.bytes(parameters, type);
        // an automatic one has both forms while it converts the factors into the matrix
        return form == Form.DENSE ? matrix : matrix + DifferenceRows.bytes(parameters, type, parameters, parameters);
    }

    /** Estimates the bytes that the covariance takes if it is merged from others, in its final form from the start. */
    public static long merged(Form form, long parameters, DataType type, long samples) {
        return isDense(form, parameters, samples)
                ? needed(Form.DENSE, parameters, type, 1)
                : needed(Form.FACTORED, parameters, type, samples);
    }

    /** Estimates the bytes that {@link CovarianceAccumulator#conditionalVariance} takes while it runs, beyond the covariance itself. */
    public static long conditionalVariance(Form form, long parameters, long samples) {
        if (isTooLarge(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        return isDense(form, parameters, samples)
                ? DenseForm.conditionalVarianceBytes(parameters)
                : FactoredForm.conditionalVarianceBytes((int) samples, (int) parameters);
    }

    /** Estimates the bytes that {@link CovarianceAccumulator#belsley} takes until it is closed, beyond the covariance itself. */
    public static long belsley(Form form, long parameters, long samples) {
        return eigen(form, parameters, samples, parameters);
    }

    /** Estimates the bytes that eigenvalues and a number of eigenvectors take while they are computed, beyond the covariance itself. */
    static long eigen(Form form, long parameters, long samples, long vectors) {
        if (isTooLarge(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        return isDense(form, parameters, samples)
                ? DenseForm.eigenBytes(parameters, vectors)
                : FactoredForm.eigenBytes((int) samples, (int) parameters, vectors);
    }
}
