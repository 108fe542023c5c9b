package org.dl4jfreeze.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

class UnbiasedMeanTest {

    private static final int P = 4096;
    /** Of squares; the distance between floats is smaller at 1. */
    private static final double MEAN = 1.9;

    private static INDArray uniform(long seed) {
        Random random = new Random(seed);
        float[] values = new float[P];
        for (int i = 0; i < P; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * Math.sqrt(3 * MEAN));
        }
        return Nd4j.createFromArray(values);
    }

    /** What rounding to the nearest float does: at 40 million samples, single steps are below half the distance of two floats. */
    @Test
    void theMeanOverParametersIsThatOfExactArithmetic() {
        for (boolean square : new boolean[] {true, false}) {
            INDArray mean = Nd4j.ones(DataType.FLOAT, P).muli(MEAN);
            INDArray nearest = mean.dup();
            double exact = mean.getFloat(0);
            long t = 40_000_000;
            for (int i = 0; i < 1000; i++) {
                INDArray vector = uniform(i);
                double weight = 1.0 / ++t;
                UnbiasedMean.add(mean, square ? vector : vector.mul(vector), 0, square, weight, t);
                VectorMath.addToMeanSquare(nearest, vector, 0, weight);
                exact += weight * (vector.mul(vector).meanNumber().doubleValue() - exact);
            }
            assertThat(Math.abs(mean.castTo(DataType.DOUBLE).meanNumber().doubleValue() - exact))
                    .isLessThan(5e-8);
            assertThat(Math.abs(nearest.castTo(DataType.DOUBLE).meanNumber().doubleValue() - exact))
                    .as("rounded to the nearest, drifts by that in 1000 samples")
                    .isGreaterThan(1e-5);
        }
    }

    @Test
    void everyStepIsToANeighbourOfTheExactResult() {
        INDArray mean = uniform(1).muli(uniform(1)).muli(1e10);
        INDArray before = mean.dup();
        INDArray vector = uniform(2).muli(1e5);
        UnbiasedMean.add(mean, vector, 0, true, 1e-6, 7);
        int up = 0;
        for (int i = 0; i < P; i++) {
            double square = (double) vector.getFloat(i) * vector.getFloat(i);
            double exact = before.getFloat(i) + 1e-6 * (square - before.getFloat(i));
            float found = mean.getFloat(i);
            assertThat((double) Math.nextDown(found)).isLessThanOrEqualTo(exact);
            assertThat((double) Math.nextUp(found)).isGreaterThanOrEqualTo(exact);
            up += found > exact ? 1 : 0;
        }
        assertThat(up).as("half of them are rounded up").isBetween(1850, 2250);
    }

    @Test
    void theBitsDependOnSampleAndParameterAndOnNothingElse() {
        INDArray vector = uniform(3);
        INDArray[] results = new INDArray[2];
        for (boolean direct : new boolean[] {true, false}) {
            BothPaths.withDirectMemory(direct, () -> {
                INDArray whole = Nd4j.ones(DataType.FLOAT, P);
                UnbiasedMean.add(whole, vector, 0, true, 1e-8, 41);
                INDArray parts = Nd4j.ones(DataType.FLOAT, P);
                UnbiasedMean.add(parts.get(range(0, 100)), vector, 0, true, 1e-8, 41);
                UnbiasedMean.add(parts.get(range(100, P)), vector, 100, true, 1e-8, 41);
                assertThat(Bits.of(parts)).containsExactly(Bits.of(whole));
                results[direct ? 1 : 0] = whole;
            });
        }
        assertThat(Bits.of(results[0])).containsExactly(Bits.of(results[1]));
        INDArray next = Nd4j.ones(DataType.FLOAT, P);
        UnbiasedMean.add(next, vector, 0, true, 1e-8, 42);
        assertThat(Bits.of(next)).isNotEqualTo(Bits.of(results[0]));
    }

    private static INDArrayIndex range(int from, int to) {
        return NDArrayIndex.interval(from, to);
    }

    @Test
    void largestAndSmallestNumbersStayWhatTheyAre() {
        INDArray mean = Nd4j.createFromArray(Float.MAX_VALUE, 0f, Float.MIN_NORMAL);
        INDArray same = mean.dup();
        for (int t = 0; t < 100; t++) {
            UnbiasedMean.add(mean, same, 0, false, 1e-7, t);
        }
        assertThat(Bits.of(mean)).containsExactly(Bits.of(same));
    }

    @Test
    void isUsedForFloatsAfterManySamplesOnly() {
        INDArray floats = Nd4j.ones(DataType.FLOAT, 1);
        assertThat(UnbiasedMean.isNeeded(floats, 1.0 / (1 << 18))).isFalse();
        assertThat(UnbiasedMean.isNeeded(floats, 1.0 / ((1 << 18) + 1))).isTrue();
        assertThat(UnbiasedMean.isNeeded(Nd4j.ones(DataType.DOUBLE, 1), 1e-9)).isFalse();
    }
}
