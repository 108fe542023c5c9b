package org.dl4jfreeze.internal.covariance;

import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's own matrix product and eigenvalues, for backends without OpenBLAS: twice the work, as both triangles are computed. Not
 * its {@code level3().syrk}, which in 1.0.0-M2.1 passes K = 1 to BLAS.
 */
final class Nd4jKernels implements SymmetricKernels {

    static final Nd4jKernels INSTANCE = new Nd4jKernels();

    private Nd4jKernels() {}

    @Override
    public void addSquares(INDArray matrix, INDArray rows, int count, double beta) {
        INDArray used = FlatArray.range(rows, 0, count * matrix.size(0)).reshape(count, matrix.size(0));
        add(matrix, used.transpose(), used, beta);
    }

    @Override
    public void addGram(INDArray gram, INDArray block) {
        add(gram, block, block.transpose(), 1);
    }

    /** ND4J's product ignores beta for some shapes of a vector, so the sum is left to another operation. */
    private static void add(INDArray sum, INDArray left, INDArray right, double beta) {
        INDArray product = FlatArray.uninitialised(sum.dataType(), sum.shape());
        left.mmuli(right, product);
        sum.muli(beta).addi(product);
        FlatArray.release(product);
    }

    @Override
    public void multiplyTransposed(INDArray left, INDArray block, INDArray product) {
        block.transpose().mmuli(left.transpose(), product);
    }

    @Override
    public Eigen eigen(INDArray matrix, int count, boolean vectors) {
        int n = (int) matrix.size(0);
        INDArray values = FlatArray.zeros(DataType.DOUBLE, n);
        int status = Nd4j.getBlasWrapper().lapack().syev('V', 'L', matrix.transpose(), values);
        if (status != 0) {
            throw new ArithmeticException(
                    "ND4J's syev returned " + status + "; there must be no NaN or infinity in the differences");
        }
        double[] largest = new double[count];
        System.arraycopy(values.toDoubleVector(), n - count, largest, 0, count);
        INDArray rows = null;
        if (vectors) {
            rows = FlatArray.uninitialised(DataType.DOUBLE, count, n);
            FlatArray.copy(matrix, (long) (n - count) * n, rows, 0, (long) count * n);
        }
        return OpenBlasKernels.descending(largest, rows);
    }
}
