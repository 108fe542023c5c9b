package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import java.util.function.Supplier;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the products and factorisations of symmetric matrices that this package is based on. Matrices are in C order; of a
 * symmetric one, only row i from column i on is read, and the elements to the left of that are undefined.
 */
interface SymmetricKernels {

    /** Returns OpenBLAS if the backend has it and direct access to memory is on, else ND4J. */
    static SymmetricKernels current() {
        return DirectBuffers.isEnabledFor(DataType.DOUBLE) && OpenBlasKernels.isThere()
                ? OpenBlasKernels.INSTANCE
                : Nd4jKernels.INSTANCE;
    }

    /** Computes {@code matrix = beta matrix + R^T R} for the first rows R of {@code rows}; FLOAT or DOUBLE. */
    void addSquares(INDArray matrix, INDArray rows, int count, double beta);

    /** Computes {@code gram += B B^T}; DOUBLE. */
    void addGram(INDArray gram, INDArray block);

    /** Computes {@code product = (left block)^T} with shapes [b,r], [r,t] and [t,b]; DOUBLE. */
    void multiplyTransposed(INDArray left, INDArray block, INDArray product);

    /** Returns the {@code count} largest eigenvalues, descending, and on request their eigenvectors; the matrix is overwritten. */
    Eigen eigen(INDArray matrix, int count, boolean vectors);

    /**
     * Computes a matrix X with {@code X X^T = S^-1}.
     *
     * @param matrix S, positive definite up to rounding; overwritten, and requested again if needed
     * @param floor  a lower bound of the eigenvalues of S, except for rounding
     */
    default INDArray inverseRoot(Supplier<INDArray> matrix, double floor) {
        INDArray copy = matrix.get();
        int n = (int) copy.size(0);
        Eigen eigen = eigen(copy, n, true);
        FlatArray.release(copy);
        INDArray root = FlatArray.uninitialised(DataType.DOUBLE, n, n);
        double[] factor = new double[n];
        for (int k = 0; k < n; k++) {
            factor[k] = 1 / Math.sqrt(Math.max(eigen.values[k], floor));
            FlatArray.scale(eigen.vectors, (long) k * n, n, factor[k]);
        }
        root.assign(eigen.vectors.transpose());
        eigen.release();
        return root;
    }

    /** Adds a number to the diagonal of a DOUBLE matrix. */
    static INDArray shifted(INDArray matrix, double shift) {
        long n = matrix.size(0);
        double[] one = new double[1];
        for (long i = 0; shift != 0 && i < n; i++) {
            FlatArray.read(matrix, i * n + i, one, 0, 1);
            one[0] += shift;
            FlatArray.write(matrix, i * n + i, one, 0, 1);
        }
        return matrix;
    }

    /** Returns the first {@code count} eigenvalues, with 0 in place of those that rounding made negative. */
    static double[] notNegative(double[] values, int count) {
        double[] result = new double[count];
        Arrays.setAll(result, k -> Math.max(0, values[k]));
        return result;
    }

    /** Holds eigenvalues, descending, and eigenvectors in the rows of a matrix, or null. */
    final class Eigen {

        final double[] values;
        final INDArray vectors;

        Eigen(double[] values, INDArray vectors) {
            this.values = values;
            this.vectors = vectors;
        }

        /** Keeps only the eigenvalues above a bound; the result replaces this object, which is released. */
        Eigen above(double bound) {
            int count = 0;
            while (count < values.length && values[count] > bound) {
                count++;
            }
            if (count == values.length) {
                return this;
            }
            INDArray rest = null;
            if (count > 0) {
                rest = FlatArray.uninitialised(DataType.DOUBLE, count, vectors.size(1));
                FlatArray.copy(vectors, 0, rest, 0, rest.length());
            }
            release();
            return new Eigen(Arrays.copyOf(values, count), rest);
        }

        void release() {
            FlatArray.release(vectors);
        }
    }
}
