package org.dl4jfreeze.internal.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.golden.GoldenCase;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CovarianceFormsTest {

    @ParameterizedTest
    @EnumSource(Form.class)
    void matrixEigenvaluesAndCorrelationsEqualTheGoldenOnes(Form form) {
        GoldenCase golden = GoldenCase.load("covariance");
        double[][] g1 = golden.matrix("g1");
        double[][] gS = golden.matrix("gS");
        BothPaths.forEach(() -> {
            try (CovarianceAccumulator covariance = covariance(6, form, SmoothingSchedule.mean())) {
                for (int t = 0; t < g1.length; t++) {
                    covariance.add(Nd4j.createFromArray(g1[t]).sub(Nd4j.createFromArray(gS[t])));
                    if (golden.node("covariance").has(String.valueOf(t + 1))) {
                        assertEntries(
                                covariance,
                                GoldenCase.matrix(golden.node("covariance").get(String.valueOf(t + 1))));
                    }
                }
                assertThat(covariance.eigenvalues()).hasSizeGreaterThanOrEqualTo(6);
                assertThat(Arrays.copyOf(covariance.eigenvalues(), 6))
                        .containsExactly(golden.vector("eigenvalues"), within(1e-12));
                double[][] correlation = golden.matrix("correlation");
                INDArray all = covariance.correlation(0, 1, 2, 3, 4, 5);
                for (int i = 0; i < 6; i++) {
                    assertThat(all.getRow(i).toDoubleVector()).containsExactly(correlation[i], within(1e-12));
                }
            }
        });
    }

    private static void assertEntries(CovarianceAccumulator covariance, double[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(covariance.row(i).toDoubleVector()).containsExactly(expected[i], within(1e-12));
        }
    }

    @Test
    void formsAgreeAfterEachSampleAndAcrossTheSwitch() {
        int p = 9;
        Random random = new Random(2);
        try (CovarianceAccumulator dense = covariance(p, Form.DENSE, SmoothingSchedule.power(0.8));
                CovarianceAccumulator factored = covariance(p, Form.FACTORED, SmoothingSchedule.power(0.8));
                CovarianceAccumulator automatic = covariance(p, Form.AUTOMATIC, SmoothingSchedule.power(0.8))) {
            for (int t = 1; t <= 3 * p; t++) {
                INDArray d = Nd4j.createFromArray(Setup.sample(random, p));
                double weight = dense.nextWeight();
                for (CovarianceAccumulator each : List.of(dense, factored, automatic)) {
                    assertThat(each.nextWeight()).isEqualTo(weight);
                    each.add(d);
                }
                assertThat(automatic.currentForm()).isEqualTo(t <= p ? Form.FACTORED : Form.DENSE);
                double lambda = dense.ridge(1e-3);
                for (CovarianceAccumulator other : List.of(factored, automatic)) {
                    double scale = dense.trace();
                    for (int i = 0; i < p; i++) {
                        assertThat(other.row(i).toDoubleVector())
                                .containsExactly(dense.row(i).toDoubleVector(), within(1e-14 * scale));
                    }
                    assertThat(other.rank()).isEqualTo(dense.rank());
                    assertThat(other.conditionalVariance(lambda).toDoubleVector())
                            .containsExactly(dense.conditionalVariance(lambda).toDoubleVector(), within(1e-10 * scale));
                }
            }
        }
    }

    @Test
    void samplesOfSeveralBlocksAreAllInTheMatrix() {
        int p = 300;
        BothPaths.forEach(() -> {
            Random random = new Random(4);
            double[] sum = new double[p];
            try (CovarianceAccumulator dense = covariance(p, Form.DENSE, SmoothingSchedule.mean())) {
                for (int t = 0; t < 600; t++) {
                    double[] d = Setup.sample(random, p);
                    dense.add(Nd4j.createFromArray(d));
                    for (int j = 0; j < p; j++) {
                        sum[j] += d[7] * d[j] / 600;
                    }
                }
                assertThat(dense.row(7).toDoubleVector()).containsExactly(sum, within(1e-13));
            }
        });
    }

    @Test
    void aWeightOfOneForgetsAllRowsAndLongForgettingStaysFinite() {
        try (CovarianceAccumulator last = covariance(3, Form.FACTORED, SmoothingSchedule.constant(1));
                CovarianceAccumulator half = covariance(3, Form.FACTORED, SmoothingSchedule.constant(0.5))) {
            for (int t = 1; t <= 3000; t++) {
                last.add(Nd4j.createFromArray(1.0, t, -t));
                half.add(Nd4j.createFromArray(1.0, 2.0, 3.0));
            }
            assertThat(last.entry(1, 2)).isEqualTo(-3000.0 * 3000);
            assertThat(((FactoredForm) last.content()).rows().size()).isEqualTo(1);
            assertThat(half.row(1).toDoubleVector()).containsExactly(new double[] {2, 4, 6}, within(1e-13));
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void differencesOfZeroGiveZeroAndNeverNaN(Form form) {
        BothPaths.forEach(() -> {
            try (CovarianceAccumulator covariance = covariance(3, form, SmoothingSchedule.mean())) {
                for (int t = 0; t < 5; t++) {
                    assertAllZero(covariance);
                    covariance.add(Nd4j.zeros(DataType.DOUBLE, 3));
                }
                assertAllZero(covariance);
            }
        });
    }

    private static void assertAllZero(CovarianceAccumulator covariance) {
        assertThat(covariance.row(1).toDoubleVector()).containsExactly(0, 0, 0);
        assertThat(covariance.diagonal().toDoubleVector()).containsExactly(0, 0, 0);
        assertThat(covariance.times(Nd4j.createFromArray(1.0, 1.0, 1.0)).toDoubleVector())
                .containsExactly(0, 0, 0);
        assertThat(Arrays.stream(covariance.eigenvalues()).sum()).isZero();
        assertThat(covariance.rank()).isZero();
        assertThat(covariance.conditionIndices()).isEmpty();
        assertThat(covariance.correlation(0, 1)).isZero();
        assertThat(covariance.correlation(1, 1)).isEqualTo(1);
        double lambda = covariance.ridge(FullCovariance.DEFAULT_RIDGE);
        assertThat(lambda).isZero();
        assertThat(covariance.conditionalVariance(lambda).toDoubleVector()).containsExactly(0, 0, 0);
        assertThat(covariance.conditionalVariance(2).toDoubleVector()).containsExactly(2, 2, 2);
        try (Eigenpairs pairs = covariance.eigen(2);
                BelsleyDiagnosis diagnosis = covariance.belsley(lambda)) {
            assertThat(pairs.values()).isEmpty();
            assertThat(diagnosis.conditionIndices()).containsOnly(1);
            assertThat(diagnosis.scores(30).toDoubleVector()).containsExactly(0, 0, 0);
            assertThat(diagnosis.proportions(1)).endsWith(1);
        }
    }

    @Test
    void conditionalVarianceIsRightDownToAMillionthOfTheMeanVariance() {
        int p = 60;
        BothPaths.forEach(() -> {
            for (Form form : List.of(Form.DENSE, Form.FACTORED)) {
                Random random = new Random(8);
                SlowFullCovariance slow = new SlowFullCovariance(SmoothingSchedule.mean());
                try (CovarianceAccumulator covariance = covariance(p, form, SmoothingSchedule.mean())) {
                    for (int t = 0; t < 40; t++) {
                        double[] d = Setup.sample(random, p);
                        d[1] = d[0] + 1e-3 * d[1];
                        covariance.add(Nd4j.createFromArray(d));
                        slow.add(d);
                    }
                    for (double share : new double[] {1, 1e-2, 1e-4, 1e-6}) {
                        double lambda = covariance.ridge(share);
                        double[][] inverse = SlowFullCovariance.inverse(slow.matrix(), lambda);
                        double[] variance =
                                covariance.conditionalVariance(lambda).toDoubleVector();
                        for (int j = 0; j < p; j++) {
                            assertThat(variance[j] * inverse[j][j]).isCloseTo(1, within(1e-7));
                        }
                    }
                }
            }
        });
    }

    @Test
    void parametersThatFollowEachOtherHaveTheHighestBelsleyScores() {
        for (Form form : List.of(Form.DENSE, Form.FACTORED)) {
            Random random = new Random(9);
            try (CovarianceAccumulator covariance = covariance(6, form, SmoothingSchedule.mean())) {
                for (int t = 0; t < 200; t++) {
                    double[] d = random.doubles(6, -1, 1).toArray();
                    d[4] = 2 * d[2] + 1e-3 * d[4];
                    d[0] = 0;
                    covariance.add(Nd4j.createFromArray(d));
                }
                try (BelsleyDiagnosis diagnosis = covariance.belsley(1e-8)) {
                    double[] scores =
                            diagnosis.scores(BelsleyDiagnosis.DEFAULT_THRESHOLD).toDoubleVector();
                    assertThat(scores[0]).as("is in the null space alone").isEqualTo(1);
                    assertThat(scores[2]).isGreaterThan(0.99);
                    assertThat(scores[4]).isGreaterThan(0.99);
                    assertThat(scores[1]).isLessThan(0.1);
                    assertThat(scores[3]).isLessThan(0.1);
                    assertThat(scores[5]).isLessThan(0.1);
                }
            }
        }
    }

    private static CovarianceAccumulator covariance(int p, Form form, SmoothingSchedule schedule) {
        return new CovarianceAccumulator(ParameterRanges.all(p), p, DataType.DOUBLE, schedule, form, 0);
    }
}
