package org.dl4jfreeze.covariance;

import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.covariance.CovarianceBytes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The covariance C of the loss gradient (2.6) with all its entries, {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T}.
 *
 * <p>{@code d_t}, the t-th sample, is a difference of two gradients of the mean loss per example; {@code C_t} is a mean over samples,
 * divided by t, not by t - 1. Entries are therefore squared losses per squared unit of a parameter. C has n rows and columns, one for
 * each of the n parameters that the freeze plan covers. Queries name parameters by their index in the network's flat vector of p
 * parameters, and return vectors of that length; the other p - n parameters have variance and covariances of 0.
 *
 * <p>A {@code FreezingListener} that is built with {@code covariance(Covariance.full())} returns the covariance of its network. It
 * lies in off-heap memory, is kept in the data type of the gradients, and changes with each sample. Queries compute in double precision and
 * return copies. A query that needs much further memory checks first that it is available, and throws an
 * {@code IllegalStateException} if not. After {@link #close()} every query throws an {@code IllegalStateException}. Not
 * thread-safe: query it between two calls of {@code fit}, or in the thread that trains.
 */
public interface FullCovariance extends AutoCloseable {

    /** The default of what is added to the diagonal before it is inverted, as a fraction of the mean variance; see {@link #ridge}. */
    double DEFAULT_RIDGE = OrderCriterion.DEFAULT_RIDGE;

    /** The representation of the covariance in memory. Both are exact. */
    enum Form {
        /** {@link #FACTORED} until samples outnumber parameters, then {@link #DENSE}. */
        AUTOMATIC,
        /** The n x n matrix. */
        DENSE,
        /** The differences {@code d_t} of all samples: t n numbers. */
        FACTORED
    }

    /**
     * Computes how much off-heap memory a covariance takes at most; queries may need more while they run.
     *
     * @param form       how it is represented
     * @param parameters n, at least 1
     * @param type       the data type of the gradients, FLOAT or DOUBLE
     * @param samples    t, the number of samples that it will accumulate, at least 1
     * @return bytes; {@code Long.MAX_VALUE} if it is more than that
     * @throws IllegalArgumentException if the number of parameters or samples is below 1
     */
    static long bytesNeeded(Form form, long parameters, DataType type, long samples) {
        return CovarianceBytes.needed(form, parameters, type, samples);
    }

    /**
     * Returns the number of samples.
     *
     * @return {@code t}
     */
    long samples();

    /**
     * Returns the present representation.
     *
     * @return {@link Form#DENSE} or {@link Form#FACTORED}
     */
    Form currentForm();

    /**
     * Returns one entry.
     *
     * @param i index of a parameter, in [0,p)
     * @param j index of a parameter, in [0,p)
     * @return {@code C_ij}
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    double entry(long i, long j);

    /**
     * Returns the variances {@code C_jj}.
     *
     * @return shape [p], DOUBLE
     */
    INDArray diagonal();

    /**
     * Returns a row, which is a column too.
     *
     * @param i index of a parameter, in [0,p)
     * @return the covariances {@code C_ij} with all parameters j, shape [p], DOUBLE
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    INDArray row(long i);

    /**
     * Computes the product with a vector.
     *
     * @param vector v, shape [p]
     * @return {@code C v}, shape [p], DOUBLE
     * @throws IllegalArgumentException if the vector has another length
     */
    INDArray times(INDArray vector);

    /**
     * Computes the sum of the variances, which is the sum of the eigenvalues too.
     *
     * @return {@code sum_j C_jj}
     */
    double trace();

    /**
     * Computes the correlation of two parameters' gradients, {@code C_ij / sqrt(C_ii C_jj)}. A parameter of variance 0 has
     * correlation 0 with all others.
     *
     * @param i index of a parameter, in [0,p)
     * @param j index of a parameter, in [0,p)
     * @return in [-1,1]; 1 for a parameter with itself
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    double correlation(long i, long j);

    /**
     * Computes the correlations between some parameters' gradients, as {@link #correlation(long, long)} does for two.
     *
     * @param parameters indices of m parameters, such as those of a layer
     * @return shape [m, m], DOUBLE
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    INDArray correlation(long... parameters);

    /**
     * Computes the complete spectrum. Costs a factorisation of the smaller of the t x t and the n x n matrix, once per sample.
     *
     * @return the eigenvalues, descending, none below 0: n of them, or the first t in factored form if t is less than n, where the
     *     others are 0
     */
    double[] eigenvalues();

    /**
     * Computes the largest eigenvalues and their eigenvectors.
     *
     * @param count m, at least 1
     * @return m pairs, or fewer if the other eigenvalues are 0 to double precision; the caller closes them
     * @throws IllegalArgumentException if the number is below 1
     */
    Eigenpairs eigen(int count);

    /**
     * Computes the numerical rank: the number of eigenvalues that are larger than what rounding of the stored numbers could make of
     * 0. In factored form, where the singular values are rounded, that is {@code max(n, t) max(e^2, 2e-16)} of the largest, with the
     * relative spacing e of the data type; in dense form {@code n e} of the largest, which is coarse in FLOAT.
     *
     * @return the rank, at most n
     */
    int rank();

    /**
     * Computes the condition indices {@code sqrt(lambda_1 / lambda_k)} (Belsley, Kuh, Welsch 1980).
     *
     * @return as many as the {@link #rank}, ascending from 1
     */
    double[] conditionIndices();

    /**
     * Computes a fraction of the mean variance {@code trace / n}, as a number to add to the diagonal.
     *
     * @param fraction such as {@link #DEFAULT_RIDGE}
     * @return lambda; 0 if the covariance is 0
     * @throws IllegalArgumentException if the fraction is not finite and above 0
     */
    double ridge(double fraction);

    /**
     * Computes the part of each parameter's gradient noise that the other parameters' noise does not explain:
     * {@code 1 / [(C + lambda I)^-1]_jj}, between {@code lambda} and {@code C_jj + lambda}.
     *
     * @param lambda what is added to the diagonal, above 0, as {@link #ridge} computes it; 0 only if the covariance is 0
     * @return shape [p], DOUBLE; 0 for parameters that the plan does not cover
     * @throws IllegalArgumentException if lambda is not such a number
     */
    INDArray conditionalVariance(double lambda);

    /**
     * Computes which parameters are in near-dependencies.
     *
     * @param lambda what is added to the diagonal, as for {@link #conditionalVariance}
     * @return the diagnosis of {@code C + lambda I}; the caller closes it
     * @throws IllegalArgumentException if lambda is not such a number
     */
    BelsleyDiagnosis belsley(double lambda);

    /**
     * Returns whether the covariance has been closed.
     *
     * @return true if it cannot be queried any more
     */
    boolean isClosed();

    /** Frees the memory. The covariance cannot be queried any more, and orders that need it cannot be computed. */
    @Override
    void close();
}
