package org.dl4jfreeze.internal.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One contract for every way in which a covariance can be kept: what the slow reference says. */
class CovarianceAccumulatorTest {

    static List<Setup> all() {
        return Setup.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void entriesRowsDiagonalTraceAndProductsAreThoseOfTheReference(Setup setup) {
        setup.run((covariance, slow) -> {
            double[][] expected = slow.matrix();
            int p = expected.length;
            double scale = scale(expected);
            double[] v = new Random(1).doubles(p, -1, 1).toArray();
            double[] product = covariance.times(Nd4j.createFromArray(v)).toDoubleVector();
            double trace = 0;
            for (int i = 0; i < p; i++) {
                double sum = 0;
                assertThat(covariance.row(i).toDoubleVector())
                        .containsExactly(expected[i], within(scale * setup.tolerance(covariance)));
                for (int j = 0; j < p; j++) {
                    assertThat(covariance.entry(i, j))
                            .isCloseTo(expected[i][j], within(scale * setup.tolerance(covariance)));
                    sum += expected[i][j] * v[j];
                }
                assertThat(product[i]).isCloseTo(sum, within(p * scale * setup.tolerance(covariance)));
                assertThat(covariance.diagonal().getDouble(i))
                        .isCloseTo(expected[i][i], within(scale * setup.tolerance(covariance)));
                trace += expected[i][i];
            }
            assertThat(covariance.trace()).isCloseTo(trace, within(p * scale * setup.tolerance(covariance)));
            assertThat(covariance.samples()).isEqualTo(setup.samples);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void eigenvaluesAreThoseOfTheReferenceAndEigenvectorsSolveTheirEquation(Setup setup) {
        setup.run((covariance, slow) -> {
            double[][] matrix = slow.matrix();
            double[] expected = SlowFullCovariance.eigen(matrix)[0];
            double tolerance = 10 * expected[0] * setup.tolerance(covariance);
            double[] values = covariance.eigenvalues();
            assertThat(values).hasSizeGreaterThanOrEqualTo(Math.min(setup.samples, setup.parameters.size()));
            for (int k = 0; k < expected.length; k++) {
                assertThat(k < values.length ? values[k] : 0).isCloseTo(expected[k], within(tolerance));
            }
            try (Eigenpairs pairs = covariance.eigen(2)) {
                INDArray vectors = pairs.vectors().castTo(DataType.DOUBLE);
                assertThat(vectors.shape()).containsExactly(matrix.length, pairs.values().length);
                // a vector in FLOAT is rounded as well
                double rounding = setup.type == DataType.FLOAT ? 1e-6 : 1e-12;
                for (int k = 0; k < pairs.values().length; k++) {
                    double[] v = vectors.getColumn(k).toDoubleVector();
                    assertSolves(matrix, pairs.values()[k], v, expected[0] * (rounding + setup.tolerance(covariance)));
                    assertLargestIsPositive(v);
                }
            }
        });
    }

    private static void assertSolves(double[][] matrix, double value, double[] v, double tolerance) {
        double square = 0;
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int j = 0; j < v.length; j++) {
                sum += matrix[i][j] * v[j];
            }
            square += v[i] * v[i];
            assertThat(sum).isCloseTo(value * v[i], within(10 * tolerance));
        }
        assertThat(square).isCloseTo(1, within(1e-5));
    }

    private static void assertLargestIsPositive(double[] v) {
        double largest = 0;
        for (double x : v) {
            largest = Math.abs(x) > Math.abs(largest) ? x : largest;
        }
        assertThat(largest).isPositive();
    }

    @ParameterizedTest
    @MethodSource("all")
    void rankAndConditionIndicesAreThoseOfTheSamples(Setup setup) {
        setup.run((covariance, slow) -> {
            double[] expected = SlowFullCovariance.eigen(slow.matrix())[0];
            int rank = Math.min(setup.samples, setup.parameters.size());
            assertThat(covariance.rank()).isEqualTo(rank);
            double[] indices = covariance.conditionIndices();
            assertThat(indices).hasSize(rank);
            for (int k = 0; k < rank; k++) {
                double index = Math.sqrt(expected[0] / expected[k]);
                double relative = setup.tolerance(covariance) * index * index;
                assertThat(indices[k]).isCloseTo(index, within(index * (1e-9 + relative)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void correlationsAreEntriesOverTheRootsOfBothVariances(Setup setup) {
        setup.run((covariance, slow) -> {
            double[][] c = slow.matrix();
            int p = c.length;
            long[] parameters = new long[p];
            for (int i = 0; i < p; i++) {
                // backwards: the order is the caller's
                parameters[i] = p - 1 - i;
            }
            INDArray correlations = covariance.correlation(parameters);
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    int a = p - 1 - i;
                    int b = p - 1 - j;
                    boolean none = c[a][a] == 0 || c[b][b] == 0;
                    double expected = a == b ? 1 : none ? 0 : c[a][b] / Math.sqrt(c[a][a] * c[b][b]);
                    double tolerance = 1e-12 + 10 * setup.tolerance(covariance);
                    assertThat(correlations.getDouble(i, j)).isCloseTo(expected, within(tolerance));
                    assertThat(covariance.correlation(a, b)).isEqualTo(correlations.getDouble(i, j));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void conditionalVariancesAreInverseEntriesOfTheInverse(Setup setup) {
        setup.run((covariance, slow) -> {
            double[][] c = slow.matrix();
            for (double share : new double[] {1, FullCovariance.DEFAULT_RIDGE, 1e-6}) {
                double lambda = covariance.ridge(share);
                double[][] inverse = SlowFullCovariance.inverse(c, lambda);
                double[] variance = covariance.conditionalVariance(lambda).toDoubleVector();
                for (int j = 0; j < c.length; j++) {
                    boolean takesPart = setup.parameters.positionOf(j) >= 0;
                    double expected = takesPart ? 1 / inverse[j][j] : 0;
                    // rounding of C is amplified by C / lambda
                    double relative = 1e-9 + 30 * setup.tolerance(covariance) / share;
                    assertThat(variance[j]).isCloseTo(expected, within(expected * Math.min(relative, 1e6)));
                    assertThat(variance[j]).isBetween(takesPart ? lambda : 0, (c[j][j] + lambda) * (1 + 1e-5));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void varianceDecompositionIsThatOfBelsleyKuhAndWelsch(Setup setup) {
        setup.run((covariance, slow) -> {
            double[][] eigen = SlowFullCovariance.eigen(slow.matrix());
            int n = setup.parameters.size();
            double lambda = covariance.ridge(FullCovariance.DEFAULT_RIDGE);
            double[][] inverse = SlowFullCovariance.inverse(slow.matrix(), lambda);
            try (BelsleyDiagnosis diagnosis = covariance.belsley(lambda)) {
                double[] indices = diagnosis.conditionIndices();
                double threshold = between(indices);
                double[] scores = diagnosis.scores(threshold).toDoubleVector();
                double tolerance = 1e-9 + 3000 * setup.tolerance(covariance);
                for (int j = 0; j < scores.length; j++) {
                    boolean takesPart = setup.parameters.positionOf(j) >= 0;
                    double near = 0;
                    // with gaps, some of the eigenvectors of 0 lie in them, and have no part of j
                    for (int k = 0; takesPart && k < scores.length; k++) {
                        double value = k < n ? Math.max(0, eigen[0][k]) : 0;
                        double index = Math.sqrt((eigen[0][0] + lambda) / (value + lambda));
                        double part = eigen[k + 1][j] * eigen[k + 1][j] / (value + lambda) / inverse[j][j];
                        near += index > threshold ? part : 0;
                    }
                    assertThat(scores[j]).isCloseTo(near, within(tolerance));
                    double sum = 0;
                    double above = 0;
                    double[] proportions = diagnosis.proportions(j);
                    for (int k = 0; k < indices.length; k++) {
                        sum += proportions[k];
                        above += indices[k] > threshold ? proportions[k] : 0;
                    }
                    assertThat(sum).isCloseTo(takesPart ? 1 : 0, within(1e-12));
                    assertThat(above).isCloseTo(scores[j], within(1e-12));
                }
            }
        });
    }

    /** A threshold with components on both sides, and none near it. */
    private static double between(double[] indices) {
        int widest = 1;
        for (int k = 1; k < indices.length; k++) {
            widest = indices[k] / indices[k - 1] > indices[widest] / indices[widest - 1] ? k : widest;
        }
        return indices.length == 1 ? 2 : Math.sqrt(indices[widest] * indices[widest - 1]);
    }

    private static double scale(double[][] matrix) {
        double largest = 0;
        for (int i = 0; i < matrix.length; i++) {
            largest = Math.max(largest, matrix[i][i]);
        }
        return largest;
    }

    @ParameterizedTest
    @MethodSource("all")
    void automaticIsFactoredWhileSamplesAreNotMoreThanParameters(Setup setup) {
        setup.run((covariance, slow) -> {
            boolean dense =
                    setup.form == Form.DENSE || setup.form == Form.AUTOMATIC && setup.samples > setup.parameters.size();
            assertThat(covariance.currentForm()).isEqualTo(dense ? Form.DENSE : Form.FACTORED);
        });
    }
}
