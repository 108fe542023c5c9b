package org.dl4jfreeze.examples.covariance;

import java.util.List;
import org.dl4jfreeze.examples.experiment.Experiments;

/** A covariance of MNIST's network with the eigenvalues 6, 3 and 1 and the variance in the output layer's weights and biases. */
public final class SampleCovariance {

    private SampleCovariance() {}

    public static CovarianceFindings ofRankThree() {
        CovarianceFindings findings = empty();
        findings.samples = 4;
        findings.spectrum = new double[] {6, 3, 1, 0};
        findings.conditionIndices = new double[] {1, Math.sqrt(2), Math.sqrt(6)};
        findings.trace = 10;
        findings.variances = new double[] {0, 0, 7, 3};
        findings.leading = List.of(new LeadingVector(6, List.of(0.0, 0.0, 0.75, 0.25)));
        return findings;
    }

    /** Nothing varies. */
    public static CovarianceFindings ofRankZero() {
        CovarianceFindings findings = empty();
        findings.spectrum = new double[] {0, 0};
        findings.conditionIndices = new double[0];
        findings.variances = new double[4];
        findings.leading = List.of();
        return findings;
    }

    private static CovarianceFindings empty() {
        CovarianceFindings findings = new CovarianceFindings(new CovarianceSettings(
                ObservedNetwork.MNIST,
                Experiments.mnist().presets().get(0).settings(),
                4,
                1,
                BlockChoice.parse("1_b:0-2")));
        findings.form = "factored";
        findings.correlation = new double[][] {{1, 0.25, -1}, {0.25, 1, 0}, {-1, 0, 1}};
        findings.timed("nothing at all", () -> {});
        for (int i = 0; i < 3; i++) {
            findings.noteMemory();
        }
        return findings;
    }
}
