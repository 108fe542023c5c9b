package org.dl4jfreeze.internal.covariance;

import java.io.Serializable;

/** What a form consists of beside its arrays. */
final class FormState implements Serializable {

    private static final long serialVersionUID = 1L;

    final boolean dense;
    /** Of the differences that are kept as such. */
    final RowWeights weights;
    /** What the matrix of the dense form is yet to be multiplied by. */
    final double factor;

    final int parts;

    FormState(boolean dense, RowWeights weights, double factor, int parts) {
        this.dense = dense;
        this.weights = weights;
        this.factor = factor;
        this.parts = parts;
    }
}
