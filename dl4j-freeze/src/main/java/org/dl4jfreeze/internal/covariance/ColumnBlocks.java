package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Visits the differences of the factored form, each times the root of its weight, as t x b matrices A of DOUBLE: b columns at a time, so
 * that results are exact to double precision without a second copy of the whole. C = A^T A.
 */
final class ColumnBlocks {

    private static final long BLOCK_BYTES = 16L << 20;

    private ColumnBlocks() {}

    /** Receives columns {@code [first, first + count)}; the block may be wider, and is 0 there. */
    interface Visitor {

        void visit(int first, int count, INDArray block);
    }

    static int width(int rows, int columns) {
        long fitting = BLOCK_BYTES / Double.BYTES / Math.max(1, rows);
        return (int) Math.max(1, Math.min(columns, Math.max(64, Math.min(4096, fitting))));
    }

    static long bytes(int rows, int columns) {
        return (long) Double.BYTES * rows * width(rows, columns);
    }

    /** Returns {@code sqrt(w_s) d_sj} for all s. */
    static double[] column(DifferenceRows rows, RowWeights weights, int j) {
        double[] column = new double[rows.size()];
        double[] one = new double[1];
        for (int s = 0; s < column.length; s++) {
            rows.read(s, j, 1, one);
            column[s] = Math.sqrt(weights.get(s)) * one[0];
        }
        return column;
    }

    static void forEach(DifferenceRows rows, RowWeights weights, Visitor visitor) {
        int t = rows.size();
        int width = width(t, rows.columns());
        INDArray block = FlatArray.zeros(DataType.DOUBLE, t, width);
        double[] piece = new double[width];
        for (int first = 0; first < rows.columns(); first += width) {
            int count = Math.min(width, rows.columns() - first);
            Arrays.fill(piece, 0);
            for (int row = 0; row < t; row++) {
                double root = Math.sqrt(weights.get(row));
                rows.read(row, first, count, piece);
                for (int i = 0; i < count; i++) {
                    piece[i] *= root;
                }
                FlatArray.write(block, (long) row * width, piece, 0, width);
            }
            visitor.visit(first, count, block);
        }
        FlatArray.release(block);
    }
}
