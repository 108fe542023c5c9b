package org.dl4jfreeze.internal.covariance;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix {@code weight v v^T} of rank 1, to be added to a covariance. */
public final class RankOne {

    final double weight;
    final INDArray vector;

    /**
     * Creates a matrix of rank 1.
     *
     * @param weight at least 0, finite
     * @param vector v, shape [p]
     * @throws IllegalArgumentException if the weight is negative, infinite or NaN
     */
    public RankOne(double weight, INDArray vector) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Invalid weight, must be finite and at least 0, received " + weight);
        }
        this.weight = weight;
        this.vector = vector;
    }
}
