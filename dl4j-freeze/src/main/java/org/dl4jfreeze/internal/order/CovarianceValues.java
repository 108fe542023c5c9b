package org.dl4jfreeze.internal.order;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Computes what orders sort by, lowest first, from the full covariance: one number per parameter of the network. */
final class CovarianceValues {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private CovarianceValues() {}

    static double[] conditionalVariance(CovarianceAccumulator covariance, OrderCriterion criterion) {
        return withRidge(covariance, criterion, ridge -> covariance
                .conditionalVariance(ridge)
                .toDoubleVector());
    }

    /** Scores of Belsley's diagnosis, negated: the highest score comes first. */
    static double[] nearDependencies(CovarianceAccumulator covariance, OrderCriterion criterion) {
        return withRidge(covariance, criterion, ridge -> scores(covariance, criterion, ridge));
    }

    /** Computes values with a ridge. Training must not stop where there is none: all parameters are alike then. */
    private static double[] withRidge(
            CovarianceAccumulator covariance, OrderCriterion criterion, DoubleFunction<double[]> values) {
        double ridge = covariance.ridge(criterion.ridge());
        if (ridge >= 0 && ridge < Double.POSITIVE_INFINITY) {
            return values.apply(ridge);
        }
        LOG.warn(
                "The gradients have the total variance {}, expected a finite number: all parameters are alike, and the order"
                        + " by {} is that of their indices; lower the learning rate, or check the data",
                covariance.trace(),
                criterion);
        double[] alike = covariance.diagonal().toDoubleVector();
        Arrays.fill(alike, Double.NaN);
        return alike;
    }

    private static double[] scores(CovarianceAccumulator covariance, OrderCriterion criterion, double ridge) {
        try (BelsleyDiagnosis diagnosis = covariance.belsley(ridge)) {
            double[] indices = diagnosis.conditionIndices();
            double largest = indices[indices.length - 1];
            if (largest <= criterion.threshold()) {
                LOG.warn(
                        "No condition index is above {}, the largest is {}: without near-dependencies all parameters"
                                + " are alike, and the order by {} is that of their indices; take a lower ridge or"
                                + " threshold, OrderCriterion.belsley(ridge, threshold)",
                        criterion.threshold(),
                        largest,
                        criterion);
            }
            return diagnosis.scores(criterion.threshold()).negi().toDoubleVector();
        }
    }
}
