package org.dl4jfreeze.internal.covariance;

import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes eigenvectors of {@code A^T A} from those of {@code A A^T}: {@code v_k = A^T u_k / sqrt(lambda_k)}. */
final class FactoredBasis implements EigenBasis {

    private final DifferenceRows rows;
    private final RowWeights weights;
    private final double[] values;
    /** {@code u_k / sqrt(lambda_k)} in row k; null without any. */
    private final INDArray factors;

    FactoredBasis(DifferenceRows rows, RowWeights weights, double[] values, INDArray vectors) {
        this.rows = rows;
        this.weights = weights;
        this.values = values;
        this.factors = vectors;
        for (int k = 0; k < values.length; k++) {
            FlatArray.scale(vectors, (long) k * rows.size(), rows.size(), 1 / Math.sqrt(values[k]));
        }
    }

    @Override
    public double[] values() {
        return values;
    }

    @Override
    public void forEach(Visitor visitor) {
        int r = values.length;
        if (r == 0) {
            visitor.visit(0, rows.columns(), new double[0]);
            return;
        }
        SymmetricKernels kernels = SymmetricKernels.current();
        int width = ColumnBlocks.width(rows.size(), rows.columns());
        INDArray product = FlatArray.uninitialised(DataType.DOUBLE, width, r);
        double[] components = new double[width * r];
        ColumnBlocks.forEach(rows, weights, (first, count, block) -> {
            kernels.multiplyTransposed(factors, block, product);
            FlatArray.read(product, 0, components, 0, count * r);
            visitor.visit(first, count, components);
        });
        FlatArray.release(product);
    }

    @Override
    public double[] components(int parameter) {
        double[] components = new double[values.length];
        double[] factor = new double[rows.size()];
        double[] column = ColumnBlocks.column(rows, weights, parameter);
        for (int k = 0; k < components.length; k++) {
            FlatArray.read(factors, (long) k * factor.length, factor, 0, factor.length);
            for (int s = 0; s < factor.length; s++) {
                components[k] += factor[s] * column[s];
            }
        }
        return components;
    }

    @Override
    public void close() {
        FlatArray.release(factors);
    }
}
