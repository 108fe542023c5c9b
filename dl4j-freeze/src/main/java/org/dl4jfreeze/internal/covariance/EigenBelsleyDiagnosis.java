package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes Belsley's diagnosis from the eigenvalues and eigenvectors of the covariance. */
final class EigenBelsleyDiagnosis implements BelsleyDiagnosis {

    private final EigenBasis basis;
    private final CovarianceAccumulator covariance;
    private final double lambda;
    private final long samplesThen;
    /** The eigenvalues of the covariance, and one 0 for its null space if the basis is not complete. */
    private final double[] eigenvalues;

    EigenBelsleyDiagnosis(EigenBasis basis, CovarianceAccumulator covariance, double lambda) {
        this.basis = basis;
        this.covariance = covariance;
        this.lambda = lambda;
        this.samplesThen = covariance.samples();
        double[] values = basis.values();
        boolean complete = values.length == covariance.parameters().size();
        this.eigenvalues = Arrays.copyOf(values, complete ? values.length : values.length + 1);
    }

    @Override
    public double[] conditionIndices() {
        double[] indices = new double[eigenvalues.length];
        Arrays.setAll(indices, k -> Math.sqrt((eigenvalues[0] + lambda) / (eigenvalues[k] + lambda)));
        return indices;
    }

    @Override
    public double[] proportions(long parameter) {
        checkUnchanged();
        int position = covariance.position(parameter);
        double[] proportions = new double[eigenvalues.length];
        if (position >= 0) {
            double total = parts(basis.components(position), 0, proportions);
            for (int k = 0; k < proportions.length; k++) {
                proportions[k] /= total;
            }
        }
        return proportions;
    }

    @Override
    public INDArray scores(double threshold) {
        if (!(threshold > 1)) {
            throw new IllegalArgumentException(
                    "Invalid threshold of condition indices, must be above 1, received " + threshold);
        }
        checkUnchanged();
        double[] indices = conditionIndices();
        int r = basis.values().length;
        INDArray scores = FlatArray.zeros(DataType.DOUBLE, covariance.parameterCount());
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
            covariance.parameters().scatter(piece, first, count, scores, 0);
        });
        return scores;
    }

    /** Computes {@code phi_jk} for all k, and their sum; times the last component's {@code lambda}, to avoid dividing by 0. */
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

    private void checkUnchanged() {
        long further = covariance.samples() - samplesThen;
        if (further != 0) {
            throw new IllegalStateException("The covariance has accumulated " + further
                    + " samples since this diagnosis; compute another one with belsley(lambda)");
        }
    }

    @Override
    public void close() {
        basis.close();
    }
}
