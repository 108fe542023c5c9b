package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Represents the symmetric n x n matrix {@code C = sum_s w_s d_s d_s^T}, which grows sample by sample. Indices are positions
 * among the n parameters that the covariance is of.
 */
interface CovarianceForm {

    /** Multiplies C by a factor in [0,1]. */
    void decay(double factor);

    /** Adds {@code weight d d^T}, where d are the n elements of a flat vector at these parameters. */
    void accumulate(INDArray flat, double weight);

    /** Adds {@code factor} times another covariance over the same parameters, which is left unchanged. */
    void accumulate(CovarianceForm other, double factor);

    double entry(int i, int j);

    double[] diagonal();

    double[] row(int i);

    double[] times(double[] vector);

    /** Returns the entries of some rows and the same columns. */
    double[][] block(int[] indices);

    /** Returns the largest eigenvalues that can be other than 0, all of them, descending; none is negative. */
    double[] eigenvalues();

    /**
     * Returns the {@code count} largest eigenvalues with their eigenvectors, without those that are 0 to double precision; to be
     * closed.
     */
    EigenBasis eigenBasis(int count);

    /** Returns the bound up to which an eigenvalue may be 0 except for rounding of the stored numbers. */
    double rankTolerance(double largest);

    /** Returns {@code 1 / [(C + lambda I)^-1]_jj}. */
    double[] conditionalVariance(double lambda);

    /** Visits the stored numbers, array by array, as views of one data type that must not be written to. */
    void forEachArray(Consumer<INDArray> consumer);

    /** Copies everything, bit for bit. */
    CovarianceForm copy();

    /** Returns the off-heap memory that is allocated. */
    long bytes();

    /** Saves everything that {@link CovarianceData} has fields for, and the arrays. */
    void save(CovarianceData data, ArraySink arrays) throws IOException;

    void release();
}
