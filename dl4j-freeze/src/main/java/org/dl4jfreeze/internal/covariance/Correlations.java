package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes {@code C_ij / sqrt(C_ii C_jj)} for some parameters; 0, not NaN, where a variance is 0. */
final class Correlations {

    private Correlations() {}

    /** Takes the indices of the parameters, and their positions in the covariance, -1 for those that it does not cover. */
    static INDArray of(CovarianceForm covariance, int[] positions, long[] indices) {
        int m = indices.length;
        int[] covered =
                Arrays.stream(positions).filter(i -> i >= 0).distinct().sorted().toArray();
        double[][] block = covariance.block(covered);
        INDArray correlations = FlatArray.zeros(DataType.DOUBLE, m, m);
        double[] row = new double[m];
        for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
                if (indices[a] == indices[b]) {
                    row[b] = 1;
                } else if (positions[a] < 0 || positions[b] < 0) {
                    row[b] = 0;
                } else {
                    row[b] = correlation(
                            block,
                            Arrays.binarySearch(covered, positions[a]),
                            Arrays.binarySearch(covered, positions[b]));
                }
            }
            FlatArray.write(correlations, (long) a * m, row, 0, m);
        }
        return correlations;
    }

    private static double correlation(double[][] block, int a, int b) {
        double deviations = Math.sqrt(block[a][a]) * Math.sqrt(block[b][b]);
        return deviations > 0 ? Math.max(-1, Math.min(1, block[a][b] / deviations)) : 0;
    }
}
