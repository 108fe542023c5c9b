package org.dl4jfreeze.internal.statistics;

import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.SmoothingSchedule;

/** The obvious reference: stores every difference and sums in double, with the weights of (2.6) written out. */
final class SlowCovariance {

    private final List<double[]> differences = new ArrayList<>();
    private final SmoothingSchedule schedule;

    SlowCovariance(SmoothingSchedule schedule) {
        this.schedule = schedule;
    }

    void add(double... difference) {
        differences.add(difference.clone());
    }

    /** {@code sum_i kappa_i prod_{j>i} (1 - kappa_j) d_i^2}, divided by the sum of these weights. */
    double[] diagonal() {
        int t = differences.size();
        double[] sum = new double[differences.get(0).length];
        double total = 0;
        for (int i = 1; i <= t; i++) {
            double weight = schedule.kappa(i);
            for (int j = i + 1; j <= t; j++) {
                weight *= 1 - schedule.kappa(j);
            }
            total += weight;
            for (int k = 0; k < sum.length; k++) {
                sum[k] += weight * differences.get(i - 1)[k] * differences.get(i - 1)[k];
            }
        }
        for (int k = 0; k < sum.length; k++) {
            sum[k] /= total;
        }
        return sum;
    }
}
