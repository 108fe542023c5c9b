package org.dl4jfreeze.covariance;

import org.dl4jfreeze.internal.covariance.EigenBasis;
import org.dl4jfreeze.internal.covariance.ParameterSegments;
import org.dl4jfreeze.internal.covariance.Storage;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest eigenvalues of a covariance, descending, and their eigenvectors: of length 1, 0 at parameters that take no part, and
 * of a sign that makes the component of largest magnitude (the first of several) positive. In {@code m p} numbers of the
 * covariance's data type, which {@link #close} frees.
 */
public final class Eigenpairs implements AutoCloseable {

    private final double[] values;
    /** One eigenvector per row; null without any. */
    private final INDArray rows;

    private Eigenpairs(double[] values, INDArray rows) {
        this.values = values;
        this.rows = rows;
    }

    public static Eigenpairs of(EigenBasis basis, ParameterSegments segments, DataType type) {
        double[] values = basis.values();
        int m = values.length;
        if (m == 0) {
            return new Eigenpairs(values, null);
        }
        long p = segments.parameters();
        INDArray rows = Storage.zeros(type, m, p);
        double[] largest = new double[m];
        basis.forEach((first, count, components) -> {
            double[] piece = new double[count];
            for (int k = 0; k < m; k++) {
                for (int i = 0; i < count; i++) {
                    piece[i] = components[i * m + k];
                    largest[k] = Math.abs(piece[i]) > Math.abs(largest[k]) ? piece[i] : largest[k];
                }
                segments.scatter(piece, first, count, rows, k * p);
            }
        });
        for (int k = 0; k < m; k++) {
            if (largest[k] < 0) {
                Storage.scale(rows, k * p, p, -1);
            }
        }
        return new Eigenpairs(values, rows);
    }

    /**
     * The eigenvalues.
     *
     * @return m of them, descending, above 0; a copy
     */
    public double[] values() {
        return values.clone();
    }

    /**
     * The eigenvectors, in the columns of a matrix.
     *
     * @return shape [p, m]
     * @throws IllegalStateException if there are none, because the covariance is 0
     */
    public INDArray vectors() {
        if (rows == null) {
            throw new IllegalStateException("A covariance of 0 has no eigenvectors; look at values() first");
        }
        return rows.transpose();
    }

    @Override
    public void close() {
        Storage.release(rows);
    }
}
