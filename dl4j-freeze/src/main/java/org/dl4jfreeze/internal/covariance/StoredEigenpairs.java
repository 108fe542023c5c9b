package org.dl4jfreeze.internal.covariance;

import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Eigenvectors in the rows of a matrix [m, p]. */
final class StoredEigenpairs implements Eigenpairs {

    private final double[] values;
    /** Null without any. */
    private final INDArray rows;

    private StoredEigenpairs(double[] values, INDArray rows) {
        this.values = values;
        this.rows = rows;
    }

    static StoredEigenpairs of(EigenBasis basis, ParameterRanges parameters, long p, DataType type) {
        double[] values = basis.values();
        int m = values.length;
        if (m == 0) {
            return new StoredEigenpairs(values, null);
        }
        INDArray rows = FlatArray.zeros(type, m, p);
        double[] largest = new double[m];
        basis.forEach((first, count, components) -> {
            double[] piece = new double[count];
            for (int k = 0; k < m; k++) {
                for (int i = 0; i < count; i++) {
                    piece[i] = components[i * m + k];
                    largest[k] = Math.abs(piece[i]) > Math.abs(largest[k]) ? piece[i] : largest[k];
                }
                parameters.scatter(piece, first, count, rows, k * p);
            }
        });
        for (int k = 0; k < m; k++) {
            if (largest[k] < 0) {
                FlatArray.scale(rows, k * p, p, -1);
            }
        }
        return new StoredEigenpairs(values, rows);
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    @Override
    public INDArray vectors() {
        if (rows == null) {
            throw new IllegalStateException("A covariance of 0 has no eigenvectors; check values() first");
        }
        return rows.transpose();
    }

    @Override
    public void close() {
        FlatArray.release(rows);
    }
}
