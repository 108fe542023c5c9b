package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FiniteCheck;
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
    /** The size of saved arrays: DL4J must be able to read each into the heap. */
    private static final long SAVED_BYTES = 64L << 20;

    private final ParameterRanges parameters;
    private final int n;
    private final INDArray matrix;
    private final DifferenceRows waiting;
    private final RowWeights weights;
    /** A factor by which the matrix has not been multiplied yet. */
    private double factor;

    DenseForm(ParameterRanges parameters, DataType type) {
        this(
                parameters,
                FlatArray.zeros(type, parameters.size(), parameters.size()),
                new DifferenceRows(parameters.size(), type, Math.min(BLOCK, parameters.size())),
                new RowWeights(),
                1);
    }

    private DenseForm(
            ParameterRanges parameters, INDArray matrix, DifferenceRows waiting, RowWeights weights, double factor) {
        this.parameters = parameters;
        this.n = parameters.size();
        this.matrix = matrix;
        this.waiting = waiting;
        this.weights = weights;
        this.factor = factor;
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
    public void forEachArray(Consumer<INDArray> consumer) {
        consumer.accept(matrix);
        for (int chunk = 0; chunk < waiting.chunks(); chunk++) {
            consumer.accept(waiting.used(chunk));
        }
    }

    @Override
    public DenseForm copy() {
        return new DenseForm(parameters, matrix.dup('c'), waiting.copy(), weights.copy(), factor);
    }

    @Override
    public long bytes() {
        return bytes(n, matrix.dataType());
    }

    /** Saves the buffer as it is: flushing it now would round in another order than without saving. */
    @Override
    public void save(CovarianceData data, ArraySink arrays) throws IOException {
        data.factor = factor;
        for (int first = 0; first < n; first = endOfBlock(first, n, matrix.dataType())) {
            int end = endOfBlock(first, n, matrix.dataType());
            try (OutputStream out =
                    arrays.create(name(first), ElementType.of(matrix.dataType()), elements(first, end, n))) {
                for (int i = first; i < end; i++) {
                    FlatArray.write(FlatArray.range(matrix, start(i), n - i), out);
                }
            }
        }
        weights.save(data, arrays);
        waiting.save(arrays);
    }

    static DenseForm restored(
            ParameterRanges parameters, DataType type, double factor, RowWeights weights, ArraySource arrays)
            throws IOException {
        int n = parameters.size();
        for (int first = 0; first < n; first = endOfBlock(first, n, type)) {
            arrays.check(name(first), ElementType.of(type), elements(first, endOfBlock(first, n, type), n));
        }
        DifferenceRows waiting = DifferenceRows.restored(n, type, Math.min(BLOCK, n), weights.size(), arrays);
        DenseForm restored = new DenseForm(parameters, FlatArray.zeros(type, n, n), waiting, weights, factor);
        try {
            for (int first = 0; first < n; first = endOfBlock(first, n, type)) {
                int end = endOfBlock(first, n, type);
                try (InputStream in = arrays.open(name(first), ElementType.of(type), elements(first, end, n))) {
                    for (int i = first; i < end; i++) {
                        INDArray row = FlatArray.range(restored.matrix, restored.start(i), n - i);
                        FlatArray.read(in, row);
                        // squares of large gradients overflow, and these on the diagonal first
                        if (!FiniteCheck.isFinite(row) && Double.isFinite(row.getDouble(0))) {
                            throw new ZipException(
                                    name(first) + " has NaN or infinity in row " + i + ", expected finite numbers");
                        }
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            restored.release();
            throw e;
        }
        return restored;
    }

    /** Returns the number of differences that are buffered before they are added to the matrix. */
    static int block(int n, DataType type) {
        return DifferenceRows.chunkRows(n, type, Math.min(BLOCK, n));
    }

    private static int endOfBlock(int first, int n, DataType type) {
        return endOfBlock(first, n, SAVED_BYTES / type.width());
    }

    /** Returns the end of the rows, from a first one on, that are saved as one array: at least one, and no more than there is room. */
    static int endOfBlock(int first, int n, long elements) {
        long room = elements;
        int end = first;
        while (end < n && (end == first || room >= n - end)) {
            room -= n - end++;
        }
        return end;
    }

    /** Returns the number of entries that some rows of the triangle have. */
    static long elements(int first, int end, int n) {
        long rows = end - first;
        return rows * (n - first) - rows * (rows - 1) / 2;
    }

    private static String name(int firstRow) {
        return "covariance-triangle-" + firstRow;
    }

    @Override
    public void release() {
        waiting.release();
        FlatArray.release(matrix);
    }
}
