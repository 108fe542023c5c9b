package org.dl4jfreeze.internal.covariance;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A symmetric n x n matrix {@code C = sum_s w_s d_s d_s^T} that grows sample by sample, in one of the two forms in which it can be
 * kept. Indices are those of the n parameters that take part.
 */
interface CovarianceForm {

    /** Multiplies C by a factor in [0,1]. */
    void decay(double factor);

    /** Adds {@code weight d d^T}, where d are the numbers of a flat vector that take part. */
    void accumulate(INDArray flat, double weight);

    /** Adds {@code factor} times another covariance over the same parameters, which stays as it is. */
    void accumulate(CovarianceForm other, double factor);

    double entry(int i, int j);

    double[] diagonal();

    double[] row(int i);

    double[] times(double[] vector);

    /** The entries of some rows and the same columns. */
    double[][] block(int[] indices);

    /** The largest eigenvalues that can be other than 0, all of them, descending; none is negative. */
    double[] eigenvalues();

    /** The {@code count} largest eigenvalues with their eigenvectors, without those that are 0 to double precision; to be closed. */
    EigenBasis eigenBasis(int count);

    /** An eigenvalue up to this may be 0 but for the rounding of what is stored. */
    double rankTolerance(double largest);

    /** {@code 1 / [(C + lambda I)^-1]_jj}. */
    double[] conditionalVariance(double lambda);

    /** How much off-heap memory {@link #eigenvalues} takes, and {@link #eigenBasis} beyond its result. */
    long eigenBytes(int vectors);

    /** How much off-heap memory {@link #conditionalVariance} takes. */
    long conditionalVarianceBytes();

    /** What there is beside the arrays of {@link #forEachPart}, and how many of them there are. */
    FormState state();

    /** What the matrix is made of, array by array, as views of one data type that are not to be written to. */
    void forEachPart(Consumer<INDArray> consumer);

    /** Takes the content of another one of the same form, array by array; this one must be empty. */
    void restore(FormState state, Supplier<INDArray> parts);

    void release();
}
