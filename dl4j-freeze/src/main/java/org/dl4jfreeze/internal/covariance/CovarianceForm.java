package org.dl4jfreeze.internal.covariance;

import java.util.function.Consumer;
import java.util.function.Supplier;
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

    /** Returns the state in addition to the arrays of {@link #forEachPart}, and the number of these. */
    FormState state();

    /** Visits the stored numbers, array by array, as views of one data type that must not be written to. */
    void forEachPart(Consumer<INDArray> consumer);

    /** Restores the content of another object of the same form, array by array; this one must be empty. */
    void restore(FormState state, Supplier<INDArray> parts);

    void release();
}
