package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The t differences themselves, with their weights: {@code C = A^T A} with the rows {@code sqrt(w_s) d_s} of A, exactly, in t n
 * numbers. Queries of C are computed from the t x t Gram matrix {@code A A^T}, in double precision of the differences as
 * they are stored.
 */
final class FactoredForm implements CovarianceForm {

    private final ParameterRanges parameters;
    private final DifferenceRows rows;
    private final RowWeights weights;
    private INDArray gram;

    FactoredForm(ParameterRanges parameters, DataType type, long expectedRows) {
        this(parameters, new DifferenceRows(parameters.size(), type, expectedRows), new RowWeights());
    }

    private FactoredForm(ParameterRanges parameters, DifferenceRows rows, RowWeights weights) {
        this.parameters = parameters;
        this.rows = rows;
        this.weights = weights;
    }

    DifferenceRows rows() {
        return rows;
    }

    RowWeights weights() {
        return weights;
    }

    @Override
    public void decay(double factor) {
        discardGram();
        if (factor == 0) {
            rows.clear();
            weights.clear();
        } else {
            weights.decay(factor);
        }
    }

    @Override
    public void accumulate(INDArray flat, double weight) {
        discardGram();
        rows.append(flat, parameters);
        weights.add(weight);
    }

    @Override
    public void accumulate(CovarianceForm other, double factor) {
        FactoredForm factored = (FactoredForm) other;
        discardGram();
        for (int row = 0; row < factored.rows.size(); row++) {
            rows.append(factored.rows, row);
            weights.add(factor * factored.weights.get(row));
        }
    }

    private int n() {
        return rows.columns();
    }

    private int t() {
        return rows.size();
    }

    private double[] column(int j) {
        return ColumnBlocks.column(rows, weights, j);
    }

    @Override
    public double entry(int i, int j) {
        return dot(column(i), column(j));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int s = 0; s < a.length; s++) {
            sum += a[s] * b[s];
        }
        return sum;
    }

    /** Receives a range of a difference. */
    private interface PieceVisitor {

        void visit(int row, int first, int count, double[] piece);
    }

    private void forEachPiece(PieceVisitor visitor) {
        double[] piece = new double[Math.min(FlatArray.PIECE, n())];
        for (int first = 0; first < n(); first += piece.length) {
            int count = Math.min(piece.length, n() - first);
            for (int row = 0; row < t(); row++) {
                rows.read(row, first, count, piece);
                visitor.visit(row, first, count, piece);
            }
        }
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[n()];
        forEachPiece((row, first, count, piece) -> {
            double weight = weights.get(row);
            for (int i = 0; i < count; i++) {
                diagonal[first + i] += weight * piece[i] * piece[i];
            }
        });
        return diagonal;
    }

    @Override
    public double[] row(int i) {
        double[] column = column(i);
        for (int s = 0; s < column.length; s++) {
            column[s] *= Math.sqrt(weights.get(s));
        }
        return combination(column);
    }

    @Override
    public double[] times(double[] vector) {
        double[] products = new double[t()];
        forEachPiece((row, first, count, piece) -> {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += piece[i] * vector[first + i];
            }
            products[row] += sum;
        });
        for (int s = 0; s < products.length; s++) {
            products[s] *= weights.get(s);
        }
        return combination(products);
    }

    /** Returns {@code sum_s factor_s d_s}. */
    private double[] combination(double[] factors) {
        double[] sum = new double[n()];
        forEachPiece((row, first, count, piece) -> {
            double factor = factors[row];
            for (int i = 0; i < count; i++) {
                sum[first + i] += factor * piece[i];
            }
        });
        return sum;
    }

    @Override
    public double[][] block(int[] indices) {
        double[][] columns = new double[indices.length][];
        Arrays.setAll(columns, a -> column(indices[a]));
        double[][] block = new double[indices.length][indices.length];
        for (int a = 0; a < indices.length; a++) {
            for (int b = 0; b <= a; b++) {
                block[a][b] = block[b][a] = dot(columns[a], columns[b]);
            }
        }
        return block;
    }

    /** Computes {@code A A^T}, with {@code shift} added to the diagonal; a copy that may be overwritten. */
    private INDArray gram(double shift) {
        if (gram == null) {
            INDArray sum = FlatArray.zeros(DataType.DOUBLE, t(), t());
            SymmetricKernels kernels = SymmetricKernels.current();
            ColumnBlocks.forEach(rows, weights, (first, count, block) -> kernels.addGram(sum, block));
            gram = sum;
        }
        INDArray copy = FlatArray.doubleCopy(gram);
        return SymmetricKernels.shifted(copy, shift);
    }

    private void discardGram() {
        FlatArray.release(gram);
        gram = null;
    }

    @Override
    public double[] eigenvalues() {
        if (t() == 0) {
            return new double[0];
        }
        INDArray copy = gram(0);
        double[] values = SymmetricKernels.current().eigen(copy, t(), false).values;
        FlatArray.release(copy);
        return SymmetricKernels.notNegative(values, Math.min(t(), n()));
    }

    @Override
    public EigenBasis eigenBasis(int count) {
        if (t() == 0) {
            return new FactoredBasis(rows, weights, new double[0], null);
        }
        INDArray copy = gram(0);
        SymmetricKernels.Eigen eigen = SymmetricKernels.current().eigen(copy, Math.min(count, t()), true);
        FlatArray.release(copy);
        eigen = eigen.above(rankTolerance(eigen.values[0]));
        return new FactoredBasis(rows, weights, eigen.values, eigen.vectors);
    }

    /**
     * Returns the bound for the Gram matrix of the stored numbers. A FLOAT number is rounded by 6e-8 of itself, which moves the
     * singular values of A, the roots of the eigenvalues, by about {@code sqrt(n) 6e-8} of the largest.
     */
    @Override
    public double rankTolerance(double largest) {
        double rounding = rows.type() == DataType.FLOAT ? Math.ulp(1f) : Math.ulp(1.0);
        return Math.max(n(), t()) * Math.max(Math.ulp(1.0), rounding * rounding) * largest;
    }

    /**
     * Computes it by Woodbury's formula: {@code (C + lambda I)^-1 = (I - A^T (lambda I + A A^T)^-1 A) / lambda}, whose diagonal is
     * {@code (1 - |z_j|^2) / lambda} with {@code z_j} the j-th column of {@code X^T A}, {@code X X^T = (lambda I + A A^T)^-1}. What
     * is left of 1 there is down to {@code lambda / C_jj}, so that the relative error is some {@code 1e-16 C_jj / lambda}.
     */
    @Override
    public double[] conditionalVariance(double lambda) {
        double[] variance = diagonal();
        if (t() == 0) {
            Arrays.fill(variance, lambda);
            return variance;
        }
        SymmetricKernels kernels = SymmetricKernels.current();
        INDArray root = kernels.inverseRoot(() -> gram(lambda), lambda);
        INDArray transposed = root.transpose().dup('c');
        FlatArray.release(root);
        int width = ColumnBlocks.width(t(), n());
        INDArray product = FlatArray.uninitialised(DataType.DOUBLE, width, t());
        double[] z = new double[t()];
        ColumnBlocks.forEach(rows, weights, (first, count, block) -> {
            kernels.multiplyTransposed(transposed, block, product);
            for (int i = 0; i < count; i++) {
                FlatArray.read(product, (long) i * z.length, z, 0, z.length);
                double unexplained = Math.max(1 - dot(z, z), Math.ulp(1.0));
                // rounding must not move it out of its range
                double most = variance[first + i] + lambda;
                variance[first + i] = Math.max(lambda, Math.min(most, lambda / unexplained));
            }
        });
        FlatArray.release(product);
        FlatArray.release(transposed);
        return variance;
    }

    /** Returns the further memory of an eigendecomposition of t x t, which has at most t vectors. */
    static long eigenBytes(int samples, int parameters, long vectors) {
        long t = samples;
        return Double.BYTES * (2 * t * t + 3 * t * Math.min(t, vectors) + 64 * t)
                + 2 * ColumnBlocks.bytes(samples, parameters);
    }

    /** Returns the further memory of the inverse of t x t. */
    static long conditionalVarianceBytes(int samples, int parameters) {
        long t = samples;
        return Double.BYTES * 3 * t * t + 2 * ColumnBlocks.bytes(samples, parameters);
    }

    @Override
    public void forEachArray(Consumer<INDArray> consumer) {
        for (int chunk = 0; chunk < rows.chunks(); chunk++) {
            consumer.accept(rows.used(chunk));
        }
    }

    @Override
    public FactoredForm copy() {
        return new FactoredForm(parameters, rows.copy(), weights.copy());
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public void save(CovarianceData data, ArraySink arrays) throws IOException {
        weights.save(data, arrays);
        rows.save(arrays);
    }

    static FactoredForm restored(
            ParameterRanges parameters, DataType type, long expectedRows, RowWeights weights, ArraySource arrays)
            throws IOException {
        DifferenceRows rows = DifferenceRows.restored(parameters.size(), type, expectedRows, weights.size(), arrays);
        return new FactoredForm(parameters, rows, weights);
    }

    @Override
    public void release() {
        discardGram();
        rows.release();
    }
}
