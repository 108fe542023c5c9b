package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The n x n matrix itself, of which row i is stored from column i on (in column-major terms, the lower triangle). Samples are
 * buffered: a block of 256 costs one pass over the matrix, as a single sample would. Queries flush the buffer first.
 */
final class DenseForm implements CovarianceForm {

    private static final int BLOCK = 256;

    private final ParameterRanges parameters;
    private final int n;
    private final INDArray matrix;
    private final DifferenceRows waiting;
    private final RowWeights weights = new RowWeights();
    /** A factor by which the matrix has not been multiplied yet. */
    private double factor = 1;

    DenseForm(ParameterRanges parameters, DataType type) {
        this.parameters = parameters;
        this.n = parameters.size();
        this.matrix = FlatArray.zeros(type, n, n);
        this.waiting = new DifferenceRows(n, type, Math.min(BLOCK, n));
    }

    /** Converts a covariance to this form; the other form is released chunk by chunk. */
    static DenseForm of(FactoredForm factored, ParameterRanges parameters, DataType type) {
        DenseForm dense = new DenseForm(parameters, type);
        DifferenceRows rows = factored.rows();
        for (int chunk = 0; chunk < rows.chunks(); chunk++) {
            rows.scaleChunk(chunk, factored.weights());
            SymmetricKernels.current().addSquares(dense.matrix, rows.chunk(chunk), rows.rowsIn(chunk), 1);
            rows.release(chunk);
        }
        factored.release();
        return dense;
    }

    /** Returns the bytes of matrix and buffer. */
    static long bytes(long n, DataType type) {
        return n * n * type.width() + DifferenceRows.bytes(n, type, Math.min(BLOCK, n), 1);
    }

    @Override
    public void decay(double by) {
        factor *= by;
        if (by == 0) {
            waiting.clear();
            weights.clear();
        } else {
            weights.decay(by);
        }
    }

    @Override
    public void accumulate(INDArray flat, double weight) {
        waiting.append(flat, parameters);
        added(weight);
    }

    @Override
    public void accumulate(CovarianceForm other, double by) {
        if (other instanceof FactoredForm) {
            FactoredForm factored = (FactoredForm) other;
            for (int row = 0; row < factored.rows().size(); row++) {
                waiting.append(factored.rows(), row);
                added(by * factored.weights().get(row));
            }
            return;
        }
        DenseForm dense = (DenseForm) other;
        dense.flush();
        flush();
        double[] mine = new double[n];
        double[] theirs = new double[n];
        for (int i = 0; i < n; i++) {
            readTriangle(i, mine);
            dense.readTriangle(i, theirs);
            for (int j = i; j < n; j++) {
                mine[j] += by * theirs[j];
            }
            FlatArray.write(matrix, start(i), mine, i, n - i);
        }
    }

    private void added(double weight) {
        weights.add(weight);
        if (waiting.size() == waiting.chunkRows()) {
            flush();
        }
    }

    private void flush() {
        if (waiting.size() > 0) {
            waiting.scaleChunk(0, weights);
            SymmetricKernels.current().addSquares(matrix, waiting.chunk(0), waiting.size(), factor);
            waiting.clear();
            weights.clear();
        } else if (factor != 1) {
            matrix.muli(factor);
        }
        factor = 1;
    }

    private long start(int i) {
        return (long) i * n + i;
    }

    /** Reads row i from column i on, to the same indices. */
    private void readTriangle(int i, double[] row) {
        FlatArray.read(matrix, start(i), row, i, n - i);
    }

    @Override
    public double entry(int i, int j) {
        flush();
        return FlatArray.read(matrix, (long) Math.min(i, j) * n + Math.max(i, j));
    }

    @Override
    public double[] diagonal() {
        flush();
        double[] diagonal = new double[n];
        Arrays.setAll(diagonal, i -> FlatArray.read(matrix, start(i)));
        return diagonal;
    }

    @Override
    public double[] row(int i) {
        flush();
        double[] row = new double[n];
        for (int j = 0; j < i; j++) {
            row[j] = FlatArray.read(matrix, (long) j * n + i);
        }
        readTriangle(i, row);
        return row;
    }

    @Override
    public double[] times(double[] vector) {
        flush();
        double[] product = new double[n];
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            readTriangle(i, row);
            double sum = row[i] * vector[i];
            double vi = vector[i];
            for (int j = i + 1; j < n; j++) {
                sum += row[j] * vector[j];
                product[j] += row[j] * vi;
            }
            product[i] += sum;
        }
        return product;
    }

    @Override
    public double[][] block(int[] indices) {
        flush();
        double[][] block = new double[indices.length][indices.length];
        double[] row = new double[n];
        for (int a = 0; a < indices.length; a++) {
            readTriangle(indices[a], row);
            for (int b = 0; b < indices.length; b++) {
                if (indices[b] >= indices[a]) {
                    block[a][b] = block[b][a] = row[indices[b]];
                }
            }
        }
        return block;
    }

    private INDArray copy(double shift) {
        flush();
        return SymmetricKernels.shifted(FlatArray.doubleCopy(matrix), shift);
    }

    @Override
    public double[] eigenvalues() {
        INDArray copy = copy(0);
        double[] values = SymmetricKernels.current().eigen(copy, n, false).values;
        FlatArray.release(copy);
        return SymmetricKernels.notNegative(values, n);
    }

    @Override
    public EigenBasis eigenBasis(int count) {
        INDArray copy = copy(0);
        SymmetricKernels.Eigen eigen = SymmetricKernels.current().eigen(copy, Math.min(count, n), true);
        FlatArray.release(copy);
        return new DenseBasis(n, eigen.above(n * Math.ulp(1.0) * eigen.values[0]));
    }

    /** Returns the bound for a matrix of which each entry has been rounded. */
    @Override
    public double rankTolerance(double largest) {
        return n * (matrix.dataType() == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0)) * largest;
    }

    /** {@code [(C + lambda I)^-1]_jj} is the squared length of row j of X, where {@code X X^T = (C + lambda I)^-1}. */
    @Override
    public double[] conditionalVariance(double lambda) {
        double[] variance = diagonal();
        INDArray root = SymmetricKernels.current().inverseRoot(() -> copy(lambda), lambda);
        double[] row = new double[n];
        for (int j = 0; j < n; j++) {
            FlatArray.read(root, (long) j * n, row, 0, n);
            double inverse = 0;
            for (double x : row) {
                inverse += x * x;
            }
            // rounding must not move it out of its range
            variance[j] = Math.max(lambda, Math.min(variance[j] + lambda, 1 / inverse));
        }
        FlatArray.release(root);
        return variance;
    }

    /** Returns the further memory of an eigendecomposition of n x n. */
    static long eigenBytes(long n, long vectors) {
        return Double.BYTES * (n * n + n * vectors + 64 * n);
    }

    /** Returns the further memory of the inverse of n x n. */
    static long conditionalVarianceBytes(long n) {
        return Double.BYTES * n * n;
    }

    @Override
    public FormState state() {
        return new FormState(true, weights.copy(), factor, n + waiting.chunks());
    }

    /**
     * Visits row i from column i on, for all i, and the buffer: flushing it now would round in another order than without
     * saving.
     */
    @Override
    public void forEachPart(Consumer<INDArray> consumer) {
        for (int i = 0; i < n; i++) {
            consumer.accept(FlatArray.range(matrix, start(i), n - i));
        }
        for (int chunk = 0; chunk < waiting.chunks(); chunk++) {
            consumer.accept(waiting.used(chunk));
        }
    }

    @Override
    public void restore(FormState state, Supplier<INDArray> parts) {
        for (int i = 0; i < n; i++) {
            FlatArray.copy(parts.get(), 0, matrix, start(i), n - i);
        }
        for (int chunk = n; chunk < state.parts; chunk++) {
            waiting.appendAll(parts.get());
        }
        weights.assign(state.weights);
        factor = state.factor;
    }

    @Override
    public void release() {
        waiting.release();
        FlatArray.release(matrix);
    }
}
