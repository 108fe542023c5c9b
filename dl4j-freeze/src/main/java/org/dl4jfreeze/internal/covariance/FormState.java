package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;

/** Holds the state of a {@link CovarianceForm} in addition to its arrays. */
final class FormState implements Serializable {

    private static final long serialVersionUID = 1L;

    final boolean dense;
    /** The weights of the differences that are kept as such. */
    final RowWeights weights;
    /** A factor by which the matrix of the dense form has not been multiplied yet. */
    final double factor;

    final int parts;

    FormState(boolean dense, RowWeights weights, double factor, int parts) {
        this.dense = dense;
        this.weights = weights;
        this.factor = factor;
        this.parts = parts;
    }
}
