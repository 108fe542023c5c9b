package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.covariance.SampleCovariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CovarianceSummaryTest {

    private final CovarianceFindings findings = SampleCovariance.ofRankThree();

    @Test
    void tellsRankSharesAndWhatItTook() {
        assertThat(CovarianceSummary.format(findings))
                .startsWith(
                        "MNIST, 784-10-10: the full covariance of the gradient of 7960 parameters after 4 iterations")
                .contains(
                        "Numerical rank 3, at most 4 with this number of samples. Trace 10.0, largest eigenvalue 6.00 (60.0 %")
                .contains("| 1_W | 100 | 1.26 % | 70.00 % | 0.0700 |")
                .contains("| 1 | 6.00 | 60.00 % | 0.00 % | 0.00 % | 75.00 % | 25.00 % |")
                // (0.25 + 1 + 0) / 3, one of three
                .contains("the mean of |rho| is 0.417, and 1 of 3 pairs")
                .contains("| nothing at all | 0.00 |")
                // 4 rows of 7960 floats
                .contains("Memory: 0 MB for the covariance");
        assertThat(findings.bytesNeeded()).isEqualTo(4L * 7960 * 4);
    }

    @Test
    void countsTheEigenvaluesThatHoldAShareOfTheTrace() {
        assertThat(CovarianceSummary.needed(findings, 0.5)).isEqualTo(1);
        assertThat(CovarianceSummary.needed(findings, 0.6)).isEqualTo(1);
        assertThat(CovarianceSummary.needed(findings, 0.61)).isEqualTo(2);
        assertThat(CovarianceSummary.needed(findings, 0.99)).isEqualTo(3);
    }

    @Test
    void aCovarianceOfZeroHasASummaryWithoutNaN() {
        assertThat(CovarianceSummary.format(SampleCovariance.ofRankZero()))
                .contains("Numerical rank 0")
                .doesNotContain("NaN", "Infinity");
    }

    @Test
    void csvLeavesConditionIndicesOutBeyondTheRank(@TempDir Path folder) throws IOException {
        CovarianceCsv.writeSpectrum(findings, folder.resolve("spectrum.csv"));
        CovarianceCsv.writeCorrelation(findings, folder.resolve("correlation.csv"));
        CovarianceCsv.writeEigenvectors(findings, folder.resolve("eigenvectors.csv"));

        assertThat(Files.readAllLines(folder.resolve("spectrum.csv")))
                .hasSize(5)
                .startsWith("k,eigenvalue,share_of_trace,cumulative_share,condition_index", "1,6.0,0.6,0.6,1.0")
                .endsWith("4,0.0,0.0,1.0,");
        assertThat(Files.readAllLines(folder.resolve("correlation.csv")))
                .containsExactly(
                        "parameter,7950,7951,7952",
                        "7950,1.000000,0.250000,-1.000000",
                        "7951,0.250000,1.000000,0.000000",
                        "7952,-1.000000,0.000000,1.000000");
        assertThat(Files.readAllLines(folder.resolve("eigenvectors.csv")))
                .containsExactly("k,eigenvalue,share_of_trace,0_W,0_b,1_W,1_b", "1,6.0,0.6,0.0,0.0,0.75,0.25");
    }
}
