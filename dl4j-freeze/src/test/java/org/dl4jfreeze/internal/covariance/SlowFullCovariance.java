package org.dl4jfreeze.internal.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;

/** The obvious reference: every difference is stored, and each answer computed from the definition, in double. */
final class SlowFullCovariance {

    private final List<double[]> differences = new ArrayList<>();
    private final SmoothingSchedule schedule;

    SlowFullCovariance(SmoothingSchedule schedule) {
        this.schedule = schedule;
    }

    void add(double[] difference) {
        differences.add(difference.clone());
    }

    /** {@code sum_i kappa_i prod_{j>i} (1 - kappa_j) d_i d_i^T}, divided by the sum of these weights. */
    double[][] matrix() {
        int t = differences.size();
        int p = differences.get(0).length;
        double[] weight = new double[t];
        double total = 0;
        for (int i = 1; i <= t; i++) {
            weight[i - 1] = schedule.kappa(i);
            for (int j = i + 1; j <= t; j++) {
                weight[i - 1] *= 1 - schedule.kappa(j);
            }
            total += weight[i - 1];
        }
        double[][] sum = new double[p][p];
        for (int s = 0; s < t; s++) {
            double[] d = differences.get(s);
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    sum[i][j] += weight[s] / total * d[i] * d[j];
                }
            }
        }
        return sum;
    }

    /** Gauss and Jordan's inverse of {@code matrix + lambda I}. */
    static double[][] inverse(double[][] matrix, double lambda) {
        int n = matrix.length;
        double[][] a = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(matrix[i], 0, a[i], 0, n);
            a[i][i] += lambda;
            a[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int i = c; i < n; i++) {
                pivot = Math.abs(a[i][c]) > Math.abs(a[pivot][c]) ? i : pivot;
            }
            double[] swapped = a[c];
            a[c] = a[pivot];
            a[pivot] = swapped;
            double head = a[c][c];
            for (int k = 0; k < 2 * n; k++) {
                a[c][k] /= head;
            }
            for (int i = 0; i < n; i++) {
                double factor = a[i][c];
                for (int k = 0; k < 2 * n && i != c; k++) {
                    a[i][k] -= factor * a[c][k];
                }
            }
        }
        double[][] inverse = new double[n][];
        Arrays.setAll(inverse, i -> Arrays.copyOfRange(a[i], n, 2 * n));
        return inverse;
    }

    /** Eigenvalues, descending, in row 0, and the eigenvectors in the rows after it: Jacobi's rotations. */
    static double[][] eigen(double[][] matrix) {
        int n = matrix.length;
        double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    if (a[i][j] != 0) {
                        rotate(a, v, i, j);
                    }
                }
            }
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (x, y) -> Double.compare(a[y][y], a[x][x]));
        double[][] result = new double[n + 1][n];
        for (int k = 0; k < n; k++) {
            result[0][k] = a[order[k]][order[k]];
            for (int i = 0; i < n; i++) {
                result[k + 1][i] = v[i][order[k]];
            }
        }
        return result;
    }

    private static void rotate(double[][] a, double[][] v, int i, int j) {
        double theta = (a[j][j] - a[i][i]) / (2 * a[i][j]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        double s = t * c;
        int n = a.length;
        for (int k = 0; k < n; k++) {
            double x = a[k][i];
            double y = a[k][j];
            a[k][i] = c * x - s * y;
            a[k][j] = s * x + c * y;
        }
        for (int k = 0; k < n; k++) {
            double x = a[i][k];
            double y = a[j][k];
            a[i][k] = c * x - s * y;
            a[j][k] = s * x + c * y;
        }
        for (int k = 0; k < n; k++) {
            double x = v[k][i];
            double y = v[k][j];
            v[k][i] = c * x - s * y;
            v[k][j] = s * x + c * y;
        }
    }
}
