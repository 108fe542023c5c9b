package org.dl4jfreeze.internal.covariance;

import org.dl4jfreeze.internal.covariance.CovarianceAccumulator.Form;
import org.nd4j.linalg.api.buffer.DataType;

/** How much memory the forms take, known before anything is there. */
final class CovarianceBytes {

    private CovarianceBytes() {}

    /** Above this a square of it, times 16, is no long. */
    private static boolean isBeyondReckoning(long parameters, long samples) {
        return parameters > 1L << 29 || samples > 1L << 29;
    }

    private static boolean isDense(Form form, long parameters, long samples) {
        return form == Form.DENSE || form == Form.AUTOMATIC && samples > parameters;
    }

    static long forConditionalVariance(Form form, long parameters, long samples) {
        if (isBeyondReckoning(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        return isDense(form, parameters, samples)
                ? DenseForm.conditionalVarianceBytes(parameters)
                : FactoredForm.conditionalVarianceBytes((int) samples, (int) parameters);
    }

    static long forBelsley(Form form, long parameters, long samples) {
        if (isBeyondReckoning(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        return isDense(form, parameters, samples)
                ? DenseForm.eigenBytes(parameters, parameters)
                : FactoredForm.eigenBytes((int) samples, (int) parameters, parameters);
    }

    static long needed(Form form, long parameters, DataType type, long samples) {
        if (parameters < 1 || samples < 1) {
            throw new IllegalArgumentException("A covariance must have at least 1 parameter and 1 sample, received "
                    + parameters + " and " + samples);
        }
        if (isBeyondReckoning(parameters, samples)) {
            return Long.MAX_VALUE;
        }
        if (!isDense(form, parameters, samples)) {
            return DifferenceRows.bytes(parameters, type, samples, samples);
        }
        long matrix = DenseForm.bytes(parameters, type);
        if (form == Form.DENSE) {
            return matrix;
        }
        // while the one form passes into the other, both are there
        return matrix + DifferenceRows.bytes(parameters, type, parameters, parameters);
    }
}
