package org.dl4jfreeze.examples.covariance;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.Experiments;

/** A covariance of MNIST's network with the eigenvalues 6, 3 and 1 and the variance in the output layer's weights and biases. */
public final class SampleCovariance {

    private SampleCovariance() {}

    public static CovarianceFindings ofRankThree() {
        return findings(
                4,
                new double[] {6, 3, 1, 0},
                new double[] {1, Math.sqrt(2), Math.sqrt(6)},
                10,
                new double[] {0, 0, 7, 3},
                List.of(new LeadingVector(6, List.of(0.0, 0.0, 0.75, 0.25))));
    }

    /** Nothing varies. */
    public static CovarianceFindings ofRankZero() {
        return findings(0, new double[] {0, 0}, new double[0], 0, new double[4], List.of());
    }

    private static CovarianceFindings findings(
            long samples,
            double[] spectrum,
            double[] conditionIndices,
            double trace,
            double[] variances,
            List<LeadingVector> leading) {
        CovarianceSettings settings = CovarianceSettings.of(
                ObservedNetwork.MNIST,
                Experiments.mnist().presets().get(0).settings(),
                4,
                1,
                BlockChoice.parse("1_b:0-2"));
        return new CovarianceFindings(
                settings,
                samples,
                "factored",
                spectrum,
                conditionIndices,
                trace,
                variances,
                leading,
                new double[][] {{1, 0.25, -1}, {0.25, 1, 0}, {-1, 0, 1}},
                new CovarianceFindings.Cost(
                        Map.of("nothing at all", 0.0), Collections.nCopies(3, ProcessMemory.now()), 0, 0));
    }
}
