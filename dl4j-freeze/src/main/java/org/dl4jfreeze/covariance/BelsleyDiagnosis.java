package org.dl4jfreeze.covariance;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.dl4jfreeze.internal.covariance.EigenBasis;
import org.dl4jfreeze.internal.covariance.ParameterSegments;
import org.dl4jfreeze.internal.covariance.Storage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which parameters' gradients are in near-dependencies: the diagnosis of Belsley, Kuh, Welsch (1980, chapter 3) of
 * {@code C + lambda I}.
 *
 * <p>With eigenvalues {@code lambda_k} and eigenvectors {@code v_k} of C, component k has the condition index
 * {@code sqrt((lambda_1 + lambda) / (lambda_k + lambda))}; of {@code [(C + lambda I)^-1]_jj}, the variance of coefficient j there, it
 * makes up the proportion {@code phi_jk / sum_k phi_jk}, {@code phi_jk = v_jk^2 / (lambda_k + lambda)}. A parameter much of whose
 * variance is in components of a high condition index (30, the authors' rule) is nearly determined by the others.
 *
 * <p>The eigenvectors of eigenvalue 0, of which with fewer samples than parameters there are many, count as one component, the
 * last. A parameter whose gradient never differs is in that alone. Good until the covariance takes in another sample.
 */
public final class BelsleyDiagnosis implements AutoCloseable {

    /** The condition index from which on Belsley, Kuh and Welsch speak of strong near-dependencies. */
    public static final double DEFAULT_THRESHOLD = 30;

    private final EigenBasis basis;
    private final ParameterSegments segments;
    private final double lambda;
    private final LongSupplier samples;
    private final long samplesThen;
    /** Of the covariance, and 0 for the rest if that is not all. */
    private final double[] eigenvalues;

    public BelsleyDiagnosis(EigenBasis basis, ParameterSegments segments, double lambda, LongSupplier samples) {
        this.basis = basis;
        this.segments = segments;
        this.lambda = lambda;
        this.samples = samples;
        this.samplesThen = samples.getAsLong();
        double[] values = basis.values();
        this.eigenvalues = Arrays.copyOf(values, values.length < segments.count() ? values.length + 1 : values.length);
    }

    /**
     * The condition indices of {@code C + lambda I}.
     *
     * @return one per component, ascending from 1; the last that of the null space, if there is one
     */
    public double[] conditionIndices() {
        double[] indices = new double[eigenvalues.length];
        Arrays.setAll(indices, k -> Math.sqrt((eigenvalues[0] + lambda) / (eigenvalues[k] + lambda)));
        return indices;
    }

    /**
     * The variance-decomposition proportions of one parameter.
     *
     * @param parameter its index in the flat vector
     * @return one per component, with sum 1; all 0 for a parameter that takes no part
     * @throws IllegalStateException if the covariance has changed or been closed
     */
    public double[] proportions(long parameter) {
        checkSame();
        int own = segments.own(parameter);
        double[] proportions = new double[eigenvalues.length];
        if (own >= 0) {
            double[] components = basis.components(own);
            double total = parts(components, 0, proportions);
            for (int k = 0; k < proportions.length; k++) {
                proportions[k] /= total;
            }
        }
        return proportions;
    }

    /**
     * How much of each parameter's variance is in near-dependencies: the sum of its proportions over the components of a
     * condition index above a threshold.
     *
     * @param threshold of condition indices, such as {@link #DEFAULT_THRESHOLD}
     * @return shape [p], DOUBLE, in [0,1]; 0 for parameters that take no part
     * @throws IllegalArgumentException if the threshold is not above 1
     * @throws IllegalStateException if the covariance has changed or been closed
     */
    public INDArray scores(double threshold) {
        if (!(threshold > 1)) {
            throw new IllegalArgumentException(
                    "Invalid threshold of condition indices, must be above 1, received " + threshold);
        }
        checkSame();
        double[] indices = conditionIndices();
        int r = basis.values().length;
        INDArray scores = Storage.zeros(DataType.DOUBLE, segments.parameters());
        double[] parts = new double[indices.length];
        basis.forEach((first, count, components) -> {
            double[] piece = new double[count];
            for (int i = 0; i < count; i++) {
                double total = parts(components, i * r, parts);
                double near = 0;
                for (int k = 0; k < parts.length; k++) {
                    near += indices[k] > threshold ? parts[k] : 0;
                }
                piece[i] = Math.min(1, near / total);
            }
            segments.scatter(piece, first, count, scores, 0);
        });
        return scores;
    }

    /** {@code phi_jk}, times {@code lambda} of the last component so that nothing is divided by 0, for all k; and their sum. */
    private double parts(double[] components, int at, double[] parts) {
        int r = basis.values().length;
        double smallest = eigenvalues[eigenvalues.length - 1] + lambda;
        double left = 1;
        double total = 0;
        for (int k = 0; k < r; k++) {
            double square = components[at + k] * components[at + k];
            left -= square;
            parts[k] = square * (smallest / (eigenvalues[k] + lambda));
            total += parts[k];
        }
        if (r < parts.length) {
            parts[r] = Math.max(0, left);
            total += parts[r];
        }
        return total;
    }

    private void checkSame() {
        if (samples.getAsLong() != samplesThen) {
            throw new IllegalStateException("The covariance has taken in " + (samples.getAsLong() - samplesThen)
                    + " samples since this diagnosis; ask it for another one");
        }
    }

    @Override
    public void close() {
        basis.close();
    }
}
