package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code C_ij / sqrt(C_ii C_jj)} for some parameters; without NaN where a variance is 0. */
final class Correlations {

    private Correlations() {}

    static INDArray of(CovarianceForm covariance, ParameterSegments segments, long[] parameters) {
        int m = parameters.length;
        int[] own = Arrays.stream(parameters).mapToInt(segments::own).toArray();
        int[] taking = Arrays.stream(own)
                .filter(index -> index >= 0)
                .distinct()
                .sorted()
                .toArray();
        double[][] block = covariance.block(taking);
        INDArray correlations = Storage.zeros(DataType.DOUBLE, m, m);
        double[] row = new double[m];
        for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
                if (parameters[a] == parameters[b]) {
                    row[b] = 1;
                } else if (own[a] < 0 || own[b] < 0) {
                    row[b] = 0;
                } else {
                    row[b] = correlation(
                            block, Arrays.binarySearch(taking, own[a]), Arrays.binarySearch(taking, own[b]));
                }
            }
            Storage.write(correlations, (long) a * m, row, 0, m);
        }
        return correlations;
    }

    private static double correlation(double[][] block, int a, int b) {
        double deviations = Math.sqrt(block[a][a]) * Math.sqrt(block[b][b]);
        return deviations > 0 ? Math.max(-1, Math.min(1, block[a][b] / deviations)) : 0;
    }
}
