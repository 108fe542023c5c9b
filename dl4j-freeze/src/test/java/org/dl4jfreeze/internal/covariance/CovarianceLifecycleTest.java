package org.dl4jfreeze.internal.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.support.MemoryArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CovarianceLifecycleTest {

    private static final int P = 12;
    private static final ParameterRanges GAPS =
            new ParameterRanges.Builder().add(1, 3).add(4, 5).add(6, 11).build();

    @Test
    void afterCloseEveryCallSaysSo() {
        CovarianceAccumulator closed = filled(Form.AUTOMATIC, DataType.FLOAT, 3);
        BelsleyDiagnosis diagnosis = closed.belsley(1);
        closed.close();
        closed.close();
        INDArray v = Nd4j.zeros(DataType.FLOAT, P);
        List<ThrowingCallable> calls = List.of(
                () -> closed.add(v),
                closed::nextWeight,
                closed::samples,
                closed::currentForm,
                () -> closed.entry(1, 1),
                closed::diagonal,
                () -> closed.row(0),
                () -> closed.times(v),
                closed::trace,
                () -> closed.correlation(1, 2),
                closed::eigenvalues,
                () -> closed.eigen(1),
                closed::rank,
                closed::conditionIndices,
                () -> closed.ridge(1),
                () -> closed.conditionalVariance(1),
                () -> closed.belsley(1),
                closed::bytes,
                closed::copy,
                () -> CovarianceStorage.save(closed, new MemoryArrays()),
                () -> closed.forEachArray(part -> {}),
                () -> diagnosis.scores(30),
                () -> diagnosis.proportions(1),
                () -> CovarianceAccumulator.merged(List.of(closed), List.of()));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void closingFreesTheMemoryAndSoDoesTheSwitch(Form form) {
        CovarianceAccumulator covariance = filled(form, DataType.FLOAT, 8);
        List<INDArray> before = new ArrayList<>();
        covariance.forEachArray(before::add);
        covariance.add(Nd4j.ones(DataType.FLOAT, P));
        assertThat(before.get(0).wasClosed()).isEqualTo(form == Form.AUTOMATIC);
        List<INDArray> after = new ArrayList<>();
        covariance.forEachArray(after::add);
        covariance.close();
        for (INDArray part : after) {
            assertThat(part.wasClosed()).isTrue();
        }
    }

    @Test
    void bytesAreThoseThatAreTakenAndCountedInLongs() {
        CovarianceAccumulator factored = filled(Form.FACTORED, DataType.FLOAT, 300);
        long[] bytes = new long[1];
        DifferenceRows rows = ((FactoredForm) factored.content()).rows();
        for (int chunk = 0; chunk < rows.chunks(); chunk++) {
            bytes[0] += rows.chunk(chunk).length() * Float.BYTES;
        }
        assertThat(FullCovariance.bytesNeeded(Form.FACTORED, 8, DataType.FLOAT, 300))
                .isEqualTo(bytes[0]);
        factored.close();
        long n = 1_250_000;
        assertThat(FullCovariance.bytesNeeded(Form.AUTOMATIC, n, DataType.FLOAT, 200))
                .isBetween(200 * n * 4, 205 * n * 4);
        assertThat(FullCovariance.bytesNeeded(Form.DENSE, n, DataType.FLOAT, 200))
                .isBetween(n * n * 4, n * n * 4 + 256 * n * 4);
        assertThat(FullCovariance.bytesNeeded(Form.AUTOMATIC, 7960, DataType.DOUBLE, 10_000))
                .isGreaterThan(2 * 7960L * 7960 * 8);
        assertThat(FullCovariance.bytesNeeded(Form.DENSE, 1L << 40, DataType.FLOAT, 1))
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void mergedPartsAreTheCovarianceOfAllTheirSamples(Form form) {
        INDArray shift = vector(new Random(77)).castTo(DataType.DOUBLE);
        for (int[] sizes : new int[][] {{2, 3, 1}, {2, 3, 4}, {5, 0, 20}}) {
            SlowFullCovariance slow = new SlowFullCovariance(SmoothingSchedule.mean());
            List<CovarianceAccumulator> parts = new ArrayList<>();
            Random random = new Random(6);
            for (int size : sizes) {
                CovarianceAccumulator part = empty(form, DataType.DOUBLE);
                for (int t = 0; t < size; t++) {
                    INDArray d = vector(random).castTo(DataType.DOUBLE);
                    part.add(d);
                    slow.add(d.toDoubleVector());
                }
                parts.add(part);
            }
            double[][] expected = slow.matrix();
            try (CovarianceAccumulator whole = CovarianceAccumulator.merged(parts, List.of(new RankOne(0.3, shift)))) {
                assertThat(whole.samples()).isEqualTo(sizes[0] + sizes[1] + sizes[2]);
                assertThat(whole.nextWeight()).isCloseTo(1.0 / (whole.samples() + 1), within(1e-12));
                for (int i = 0; i < P; i++) {
                    for (int j = 0; j < P; j++) {
                        boolean taking = GAPS.positionOf(i) >= 0 && GAPS.positionOf(j) >= 0;
                        double correction = 0.3 * shift.getDouble(i) * shift.getDouble(j);
                        assertThat(whole.entry(i, j))
                                .isCloseTo(taking ? expected[i][j] + correction : 0, within(1e-13));
                    }
                }
            }
            assertThat(parts.get(0).samples()).as("stays as it is").isEqualTo(sizes[0]);
            parts.forEach(CovarianceAccumulator::close);
        }
    }

    @Test
    void partsThatDoNotFitAreNotMerged() {
        try (CovarianceAccumulator one = empty(Form.DENSE, DataType.FLOAT);
                CovarianceAccumulator other = empty(Form.DENSE, DataType.DOUBLE)) {
            assertThatThrownBy(() -> CovarianceAccumulator.merged(List.of(one, other), List.of()))
                    .hasMessageContaining("8 of 12 parameters, FLOAT, DENSE")
                    .hasMessageContaining("DOUBLE");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aCopyAnswersAndContinuesBitForBit(Form form) {
        for (int samples : new int[] {0, 5, 20}) {
            try (CovarianceAccumulator covariance = filled(form, DataType.FLOAT, samples);
                    CovarianceAccumulator unsaved = filled(form, DataType.FLOAT, samples)) {
                try (CovarianceAccumulator restored = covariance.copy()) {
                    for (int t = 0; t < 10; t++) {
                        INDArray d = vector(new Random(t));
                        unsaved.add(d);
                        covariance.add(d);
                        restored.add(d);
                        for (int i = 0; i < P; i++) {
                            assertThat(restored.row(i).toDoubleVector())
                                    .containsExactly(covariance.row(i).toDoubleVector())
                                    .containsExactly(unsaved.row(i).toDoubleVector());
                        }
                        assertThat(restored.samples()).isEqualTo(covariance.samples());
                    }
                    assertThat(restored.currentForm()).isEqualTo(covariance.currentForm());
                }
            }
        }
    }

    @Test
    void aDiagnosisIsNoLongerGoodAfterAnotherSample() {
        try (CovarianceAccumulator covariance = filled(Form.FACTORED, DataType.FLOAT, 3);
                BelsleyDiagnosis diagnosis = covariance.belsley(1)) {
            covariance.add(Nd4j.ones(DataType.FLOAT, P));
            assertThatThrownBy(() -> diagnosis.scores(30)).hasMessageContaining("1 samples since");
        }
    }

    @Test
    void invalidArgumentsAreNamed() {
        assertThatThrownBy(() ->
                        empty(new ParameterRanges.Builder().add(0, 2).add(3, 6).build(), 5))
                .hasMessageContaining("of the network's 5, received 5 up to index 6");
        assertThatThrownBy(() -> empty(ParameterRanges.all(0), 5)).hasMessageContaining("received 0");
        assertThatThrownBy(() -> empty(ParameterRanges.all(1 << 28), 1 << 30)).hasMessageContaining("leave layers out");
        assertThatThrownBy(() -> empty(Form.DENSE, DataType.FLOAT16)).hasMessageContaining("use FLOAT");
        assertThatThrownBy(() -> new RankOne(-1, null)).hasMessageContaining("received -1");
        try (CovarianceAccumulator covariance = filled(Form.FACTORED, DataType.FLOAT, 3)) {
            assertThatThrownBy(() -> covariance.add(Nd4j.ones(DataType.FLOAT, 3)))
                    .hasMessageContaining("must have 12 elements, received 3");
            assertThat(covariance.samples()).isEqualTo(3);
            assertThatThrownBy(() -> covariance.row(P)).hasMessageContaining("[0,12), received 12");
            assertThatThrownBy(() -> covariance.conditionalVariance(0)).hasMessageContaining("ridge(DEFAULT_RIDGE)");
            assertThatThrownBy(() -> covariance.belsley(Double.NaN)).hasMessageContaining("received NaN");
            assertThatThrownBy(() -> covariance.eigen(0)).hasMessageContaining("at least 1");
        }
    }

    private static CovarianceAccumulator empty(ParameterRanges parameters, int parameterCount) {
        return new CovarianceAccumulator(
                parameters, parameterCount, DataType.FLOAT, SmoothingSchedule.mean(), Form.AUTOMATIC, 1);
    }

    private static CovarianceAccumulator empty(Form form, DataType type) {
        return new CovarianceAccumulator(
                GAPS, P, type, SmoothingSchedule.mean(), form, form == Form.FACTORED ? 300 : 0);
    }

    private static CovarianceAccumulator filled(Form form, DataType type, int samples) {
        CovarianceAccumulator covariance = empty(form, type);
        Random random = new Random(1);
        for (int t = 0; t < samples; t++) {
            covariance.add(vector(random));
        }
        return covariance;
    }

    private static INDArray vector(Random random) {
        return Nd4j.createFromArray(Setup.sample(random, P)).castTo(DataType.FLOAT);
    }
}
