package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.golden.GoldenCase;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.memory.VectorSegment;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DiagonalCovarianceTest {

    @Test
    void diagonalEqualsTheGoldenCovarianceAfterEachNumberOfSamples() {
        GoldenCase golden = GoldenCase.load("covariance");
        double[][] g1 = golden.matrix("g1");
        double[][] gS = golden.matrix("gS");
        BothPaths.forEach(() -> {
            INDArray variance = Nd4j.zeros(DataType.DOUBLE, 6);
            DiagonalCovariance covariance = diagonal(variance, SmoothingSchedule.mean());
            for (int t = 0; t < g1.length; t++) {
                covariance.add(Nd4j.createFromArray(g1[t]).sub(Nd4j.createFromArray(gS[t])));
                String samples = String.valueOf(t + 1);
                if (golden.node("covariance").has(samples)) {
                    double[][] expected =
                            GoldenCase.matrix(golden.node("covariance").get(samples));
                    for (int j = 0; j < 6; j++) {
                        assertThat(variance.getDouble(j)).isCloseTo(expected[j][j], within(1e-12));
                    }
                }
            }
            assertThat(covariance.samples()).isEqualTo(24);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "constant", "power"})
    void everyScheduleEqualsTheSlowReferenceAfterEachSample(String name) {
        SmoothingSchedule schedule = schedule(name);
        BothPaths.forEach(() -> {
            INDArray variance = Nd4j.zeros(DataType.DOUBLE, 5);
            DiagonalCovariance covariance = diagonal(variance, schedule);
            SlowCovariance slow = new SlowCovariance(schedule);
            Random random = new Random(3);
            for (int t = 0; t < 20; t++) {
                double[] d = random.doubles(5, -1, 1).toArray();
                covariance.add(Nd4j.createFromArray(d));
                slow.add(d);
                assertThat(variance.toDoubleVector()).containsExactly(slow.diagonal(), within(1e-14));
            }
        });
    }

    @Test
    void whatTheArrayHeldBeforeTheFirstSampleHasNoEffect() {
        INDArray variance = Nd4j.createFromArray(17.0, -4.0);
        diagonal(variance, SmoothingSchedule.constant(0.1)).add(Nd4j.createFromArray(2.0, 3.0));
        assertThat(variance.toDoubleVector()).containsExactly(4, 9);
    }

    @Test
    void segmentsTakeTheirPartOfTheVectorAndNothingElse() {
        INDArray first = Nd4j.zeros(DataType.FLOAT, 1);
        INDArray second = Nd4j.zeros(DataType.FLOAT, 2);
        DiagonalCovariance covariance = new DiagonalCovariance(
                List.of(new VectorSegment(0, first), new VectorSegment(2, second)), SmoothingSchedule.mean());
        covariance.add(Nd4j.createFromArray(1f, 2f, 3f, 4f));
        INDArray flat = Nd4j.createFromArray(-1f, -1f, -1f, -1f);
        covariance.copyTo(flat);
        assertThat(flat.toFloatVector()).containsExactly(1, -1, 9, 16);
    }

    @Test
    void halfPrecisionNeitherUnderflowsNorStandsStill() {
        INDArray variance = Nd4j.zeros(DataType.FLOAT16, 2);
        DiagonalCovariance covariance = diagonal(variance, SmoothingSchedule.mean());
        for (int t = 1; t <= 5000; t++) {
            // mean of squares 0.5; in half precision steps below 1/2048 of the value are lost
            float d = t <= 2500 ? 0 : 1;
            covariance.add(Nd4j.createFromArray(d, 1e-5f * d));
        }
        INDArray exact = Nd4j.zeros(DataType.FLOAT, 2);
        covariance.copyTo(exact);
        assertThat(exact.getDouble(0)).isCloseTo(0.5, within(1e-5));
        assertThat(exact.getDouble(1)).isCloseTo(0.5e-10, within(1e-15));
        assertThat(variance.getDouble(0)).isCloseTo(0.5, within(1e-3));
    }

    @Test
    void halfPrecisionHoldsItsLargestNumberInPlaceOfInfinity() {
        BothPaths.forEach(() -> {
            INDArray variance = Nd4j.zeros(DataType.FLOAT16, 3);
            DiagonalCovariance covariance = diagonal(variance, SmoothingSchedule.mean());
            covariance.add(Nd4j.createFromArray(1e4f, 255f, 1e-5f));
            assertThat(variance.toDoubleVector()).containsExactly(new double[] {65_504, 65_024, 0}, within(1e-6));
            INDArray exact = Nd4j.zeros(DataType.FLOAT, 3);
            covariance.copyTo(exact);
            assertThat(exact.toFloatVector()).containsExactly(1e8f, 65_025f, 1e-5f * 1e-5f);
            // back within its range
            covariance.add(Nd4j.createFromArray(0f, 0f, 0f));
            covariance.assign(Nd4j.createFromArray(7f, 7f, 7f));
            assertThat(variance.toDoubleVector()).containsExactly(7, 7, 7);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMeanDoesNotDriftWhenItsStepsGetSmallerThanTheDistanceOfFloats(boolean squared) {
        int p = 32;
        INDArray variance = Nd4j.ones(DataType.FLOAT, p).muli(1.9);
        // as if 40 million samples of mean square 1.9 had been taken
        DiagonalCovariance covariance = new DiagonalCovariance(
                List.of(new VectorSegment(0, variance)), SmoothingWeights.after(SmoothingSchedule.mean(), 40_000_000));
        float[] d = new float[p];
        Random random = new Random(5);
        double sum = 0;
        int samples = 100_000;
        for (int t = 0; t < samples; t++) {
            for (int j = 0; j < p; j++) {
                d[j] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3 * 1.9));
                sum += (double) d[j] * d[j] - 1.9;
                d[j] = squared ? d[j] * d[j] : d[j];
            }
            INDArray sample = Nd4j.createFromArray(d);
            if (squared) {
                covariance.addSquares(sample, 1);
            } else {
                covariance.add(sample);
            }
        }
        double exact = 1.9 + sum / p / (40_000_000 + samples);
        // rounded to the nearest float, it drifts by 1e-3 here
        assertThat(variance.castTo(DataType.DOUBLE).meanNumber().doubleValue()).isCloseTo(exact, within(1e-5));
    }

    @Test
    void goesOnInOtherSegmentsWithTheSamplesSoFar() {
        DiagonalCovariance covariance = diagonal(Nd4j.zeros(DataType.DOUBLE, 3), SmoothingSchedule.mean());
        covariance.add(Nd4j.createFromArray(1.0, 2.0, 3.0));
        INDArray flat = Nd4j.zeros(DataType.DOUBLE, 3);
        covariance.copyTo(flat);
        INDArray head = Nd4j.zeros(DataType.DOUBLE, 1);
        INDArray tail = Nd4j.zeros(DataType.DOUBLE, 2);
        DiagonalCovariance moved = new DiagonalCovariance(
                List.of(new VectorSegment(0, head), new VectorSegment(1, tail)), covariance.weights());
        moved.assign(flat);
        moved.add(Nd4j.createFromArray(1.0, 0.0, 0.0));
        assertThat(head.toDoubleVector()).containsExactly(1);
        assertThat(tail.toDoubleVector()).containsExactly(2, 4.5);
        assertThat(covariance.samples()).as("counted apart").isEqualTo(1);
    }

    @Test
    void schedulesRefuseWhatDoesNotConverge() {
        assertThatThrownBy(() -> SmoothingSchedule.constant(0)).hasMessageContaining("(0,1]");
        assertThatThrownBy(() -> SmoothingSchedule.power(0.5)).hasMessageContaining("(1/2,1]");
        assertThat(SmoothingSchedule.power(1)).isEqualTo(SmoothingSchedule.mean());
    }

    private static SmoothingSchedule schedule(String name) {
        switch (name) {
            case "constant":
                return SmoothingSchedule.constant(0.2);
            case "power":
                return SmoothingSchedule.power(0.7);
            default:
                return SmoothingSchedule.mean();
        }
    }

    private static DiagonalCovariance diagonal(INDArray variance, SmoothingSchedule schedule) {
        return new DiagonalCovariance(List.of(new VectorSegment(0, variance)), schedule);
    }
}
