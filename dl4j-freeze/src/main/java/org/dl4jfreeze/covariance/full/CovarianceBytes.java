package org.dl4jfreeze.covariance.full;

import org.dl4jfreeze.covariance.full.FullCovariance.Form;
import org.nd4j.linalg.api.buffer.DataType;

/** How much memory the forms take, known before anything is there. */
final class CovarianceBytes {

    private CovarianceBytes() {}

    static long needed(Form form, long parameters, DataType type, long samples) {
        // above this a square of it, times 16, is no long
        if (parameters > 1L << 29 || samples > 1L << 29) {
            return Long.MAX_VALUE;
        }
        boolean dense = form == Form.DENSE || form == Form.AUTOMATIC && samples > parameters;
        if (!dense) {
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
