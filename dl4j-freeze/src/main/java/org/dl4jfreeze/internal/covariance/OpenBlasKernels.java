package org.dl4jfreeze.internal.covariance;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dtrtri;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import java.lang.ref.Reference;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * OpenBLAS and its LAPACK, by the binding that the CPU backend itself loads. LAPACK is told column-major order and the lower
 * triangle, which is the same memory as row-major order and the upper one, because it would copy row-major matrices.
 */
final class OpenBlasKernels implements SymmetricKernels {

    static final OpenBlasKernels INSTANCE = new OpenBlasKernels();

    private static final byte LOWER = 'L';
    private static final boolean THERE = load();

    private OpenBlasKernels() {}

    static boolean isThere() {
        return THERE;
    }

    private static boolean load() {
        try {
            Loader.load(openblas.class);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public void addSquares(INDArray matrix, INDArray rows, int count, double beta) {
        int n = (int) matrix.size(0);
        if (matrix.dataType() == DataType.FLOAT) {
            cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    CblasTrans,
                    n,
                    count,
                    1,
                    new FloatPointer(FlatArray.pointer(rows, 0)),
                    n,
                    (float) beta,
                    new FloatPointer(FlatArray.pointer(matrix, 0)),
                    n);
        } else {
            cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, n, count, 1, doubles(rows), n, beta, doubles(matrix), n);
        }
        keep(matrix, rows);
    }

    @Override
    public void addGram(INDArray gram, INDArray block) {
        int t = (int) block.size(0);
        int b = (int) block.size(1);
        cblas_dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, t, b, 1, doubles(block), b, 1, doubles(gram), t);
        keep(gram, block);
    }

    @Override
    public void multiplyTransposed(INDArray left, INDArray block, INDArray product) {
        int r = (int) left.size(0);
        int t = (int) left.size(1);
        int b = (int) block.size(1);
        cblas_dgemm(
                CblasRowMajor,
                CblasTrans,
                CblasTrans,
                b,
                r,
                t,
                1,
                doubles(block),
                b,
                doubles(left),
                t,
                0,
                doubles(product),
                r);
        keep(left, block);
        keep(product, product);
    }

    @Override
    public Eigen eigen(INDArray matrix, int count, boolean vectors) {
        int n = (int) matrix.size(0);
        INDArray z = vectors ? FlatArray.uninitialised(DataType.DOUBLE, count, n) : null;
        boolean all = count == n;
        try (DoublePointer w = new DoublePointer(n);
                IntPointer found = new IntPointer(1);
                IntPointer support = new IntPointer(2L * n);
                DoublePointer unused = new DoublePointer(1)) {
            int info = LAPACKE_dsyevr(
                    LAPACK_COL_MAJOR,
                    (byte) (vectors ? 'V' : 'N'),
                    (byte) (all ? 'A' : 'I'),
                    LOWER,
                    n,
                    doubles(matrix),
                    n,
                    0,
                    0,
                    n - count + 1,
                    n,
                    0,
                    found,
                    w,
                    vectors ? doubles(z) : unused,
                    n,
                    support);
            keep(matrix, z);
            if (info != 0 || found.get() != count) {
                FlatArray.release(z);
                throw new ArithmeticException("LAPACK's dsyevr found " + found.get() + " of " + count
                        + " eigenvalues, info " + info + "; there must be no NaN or infinity in the differences");
            }
            double[] ascending = new double[count];
            w.get(ascending);
            return descending(ascending, z);
        }
    }

    /** Reverses eigenvalues and eigenvectors. */
    static Eigen descending(double[] ascending, INDArray vectors) {
        int m = ascending.length;
        double[] values = new double[m];
        for (int k = 0; k < m; k++) {
            values[k] = ascending[m - 1 - k];
        }
        if (vectors != null) {
            int n = (int) vectors.size(1);
            double[] low = new double[n];
            double[] high = new double[n];
            for (int k = 0; k < m / 2; k++) {
                long other = (long) (m - 1 - k) * n;
                FlatArray.read(vectors, (long) k * n, low, 0, n);
                FlatArray.read(vectors, other, high, 0, n);
                FlatArray.write(vectors, (long) k * n, high, 0, n);
                FlatArray.write(vectors, other, low, 0, n);
            }
        }
        return new Eigen(values, vectors);
    }

    /** Computes it from {@code S = L L^T} as X = L^-T; by eigenvalues if rounding has made S indefinite. */
    @Override
    public INDArray inverseRoot(Supplier<INDArray> matrix, double floor) {
        INDArray root = matrix.get();
        int n = (int) root.size(0);
        int info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, LOWER, n, doubles(root), n);
        if (info == 0) {
            info = LAPACKE_dtrtri(LAPACK_COL_MAJOR, LOWER, (byte) 'N', n, doubles(root), n);
        }
        Reference.reachabilityFence(root);
        if (info != 0) {
            FlatArray.release(root);
            return SymmetricKernels.super.inverseRoot(matrix, floor);
        }
        double[] zeros = new double[n];
        for (int i = 1; i < n; i++) {
            FlatArray.write(root, (long) i * n, zeros, 0, i);
        }
        return root;
    }

    private static DoublePointer doubles(INDArray array) {
        return new DoublePointer(FlatArray.pointer(array, 0));
    }

    private static void keep(INDArray a, INDArray b) {
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }
}
