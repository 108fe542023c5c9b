package org.dl4jfreeze.covariance;

import org.dl4jfreeze.OrderCriterion;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The near-dependencies between parameters' gradients: the diagnosis of Belsley, Kuh, Welsch (1980, chapter 3) of
 * {@code C + lambda I}, as {@link FullCovariance#belsley} computes it.
 *
 * <p>With eigenvalues {@code lambda_k} and eigenvectors {@code v_k} of C, component k has the condition index
 * {@code sqrt((lambda_1 + lambda) / (lambda_k + lambda))}. Of {@code [(C + lambda I)^-1]_jj}, the variance of coefficient j in Belsley's
 * regression, it contributes the proportion {@code phi_jk / sum_k phi_jk}, {@code phi_jk = v_jk^2 / (lambda_k + lambda)}. A parameter much
 * of whose variance is in components of a high condition index (30, the authors' rule) is nearly determined by the others.
 *
 * <p>The eigenvectors of eigenvalue 0, of which there are many if samples are fewer than parameters, count as one component, the
 * last. A parameter whose gradient never varies is in that component only. Valid until the covariance accumulates another sample.
 */
public interface BelsleyDiagnosis extends AutoCloseable {

    /** The condition index from which on Belsley, Kuh and Welsch speak of strong near-dependencies. */
    double DEFAULT_THRESHOLD = OrderCriterion.DEFAULT_THRESHOLD;

    /**
     * Returns the condition indices of {@code C + lambda I}.
     *
     * @return one per component, ascending from 1; the last is that of the null space, if there is one
     */
    double[] conditionIndices();

    /**
     * Computes the variance-decomposition proportions of one parameter.
     *
     * @param parameter its index in the flat vector, in [0,p)
     * @return one per component, with sum 1; all 0 for a parameter that the plan does not cover
     * @throws IndexOutOfBoundsException if there is no such parameter
     * @throws IllegalStateException if the covariance has changed or been closed
     */
    double[] proportions(long parameter);

    /**
     * Computes how much of each parameter's variance is in near-dependencies: the sum of its proportions over the components with a
     * condition index above a threshold.
     *
     * @param threshold of condition indices, above 1, such as {@link #DEFAULT_THRESHOLD}
     * @return shape [p], DOUBLE, in [0,1]; 0 for parameters that the plan does not cover
     * @throws IllegalArgumentException if the threshold is not above 1
     * @throws IllegalStateException if the covariance has changed or been closed
     */
    INDArray scores(double threshold);

    /** Frees the memory of the eigenvectors. */
    @Override
    void close();
}
