package org.dl4jfreeze.covariance;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The m largest eigenvalues of a covariance and their eigenvectors, as {@link FullCovariance#eigen} computes them.
 *
 * <p>Eigenvectors have length 1, are 0 at parameters that the plan does not cover, and have the sign that makes the component of largest
 * magnitude (the first of several) positive. They take {@code m p} numbers of the covariance's data type, off the heap, which
 * {@link #close} frees, and do not change when the covariance does.
 */
public interface Eigenpairs extends AutoCloseable {

    /**
     * Returns the eigenvalues.
     *
     * @return m numbers, descending, above 0; a copy
     */
    double[] values();

    /**
     * Returns the eigenvectors, as the columns of a matrix.
     *
     * @return shape [p, m]; a view, valid until {@link #close}
     * @throws IllegalStateException if there are none, because the covariance is 0
     */
    INDArray vectors();

    /** Frees the memory of the eigenvectors. */
    @Override
    void close();
}
