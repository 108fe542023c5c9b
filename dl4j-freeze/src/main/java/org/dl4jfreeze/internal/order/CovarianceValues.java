package org.dl4jfreeze.internal.order;

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
        return covariance
                .conditionalVariance(covariance.ridge(criterion.ridge()))
                .toDoubleVector();
    }

    /** Scores of Belsley's diagnosis, negated: the highest score comes first. */
    static double[] nearDependencies(CovarianceAccumulator covariance, OrderCriterion criterion) {
        try (BelsleyDiagnosis diagnosis = covariance.belsley(covariance.ridge(criterion.ridge()))) {
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
