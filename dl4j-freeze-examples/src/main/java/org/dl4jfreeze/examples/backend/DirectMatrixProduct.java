package org.dl4jfreeze.examples.backend;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;

/**
 * {@code C = alpha op(A) op(B) + beta C} by one BLAS call, for matrices of FLOAT with a unit stride. ND4J wraps the same
 * call in an operation with a native context, descriptions of three arrays and their release, which for a product as small
 * as 32x13 by 13x20 costs several times the product.
 */
final class DirectMatrixProduct {

    private DirectMatrixProduct() {}

    /** Computes a product if it is of that form; else does nothing and returns false. */
    static boolean compute(CustomOp op) {
        if (!(op instanceof Mmul) || op.numInputArguments() != 2 || op.numOutputArguments() != 1) {
            return false;
        }
        INDArray a = op.getInputArgument(0);
        INDArray b = op.getInputArgument(1);
        INDArray c = op.getOutputArgument(0);
        boolean transposeResult = op.numIArguments() > 2 && op.getIArgument(2) != 0;
        if (transposeResult || !isPlain(a) || !isPlain(b) || !isPlain(c)) {
            return false;
        }
        boolean transposeA = op.numIArguments() > 0 && op.getIArgument(0) != 0;
        boolean transposeB = op.numIArguments() > 1 && op.getIArgument(1) != 0;
        float alpha = op.numTArguments() > 0 ? op.getTArgument(0).floatValue() : 1;
        float beta = op.numTArguments() > 1 ? op.getTArgument(1).floatValue() : 0;
        if (isColumnMajor(c)) {
            multiply(a, transposeA, b, transposeB, alpha, beta, c, false);
        } else {
            // C is row-major, so the same memory read column-major is C^T = op(B)^T op(A)^T.
            multiply(b, !transposeB, a, !transposeA, alpha, beta, c, true);
        }
        return true;
    }

    private static void multiply(
            INDArray left,
            boolean transposeLeft,
            INDArray right,
            boolean transposeRight,
            float alpha,
            float beta,
            INDArray result,
            boolean transposed) {
        int rows = (int) result.size(transposed ? 1 : 0);
        int columns = (int) result.size(transposed ? 0 : 1);
        int inner = (int) left.size(transposeLeft ? 0 : 1);
        cblas_sgemm(
                CblasColMajor,
                transposition(left, transposeLeft),
                transposition(right, transposeRight),
                rows,
                columns,
                inner,
                alpha,
                pointer(left),
                leadingDimension(left),
                pointer(right),
                leadingDimension(right),
                beta,
                pointer(result),
                leadingDimension(result));
    }

    /** A row-major matrix is the transpose of a column-major one in the same memory. */
    private static int transposition(INDArray matrix, boolean transpose) {
        return isColumnMajor(matrix) == transpose ? CblasTrans : CblasNoTrans;
    }

    private static boolean isPlain(INDArray array) {
        return array.rank() == 2
                && array.dataType() == DataType.FLOAT
                && !array.isEmpty()
                && (isColumnMajor(array) || isRowMajor(array));
    }

    /** Unit stride down a column; the stride of a dimension of size 1 does not matter. */
    private static boolean isColumnMajor(INDArray array) {
        return (array.size(0) == 1 || array.stride(0) == 1) && (array.size(1) == 1 || array.stride(1) >= array.size(0));
    }

    private static boolean isRowMajor(INDArray array) {
        return (array.size(1) == 1 || array.stride(1) == 1) && (array.size(0) == 1 || array.stride(0) >= array.size(1));
    }

    private static int leadingDimension(INDArray array) {
        boolean columnMajor = isColumnMajor(array);
        long stride = array.size(columnMajor ? 1 : 0) == 1 ? 1 : array.stride(columnMajor ? 1 : 0);
        return (int) Math.max(stride, array.size(columnMajor ? 0 : 1));
    }

    private static FloatPointer pointer(INDArray array) {
        return (FloatPointer) array.data().addressPointer();
    }
}
