package org.dl4jfreeze.internal.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.support.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Averaged as a ParallelWrapper or Spark averages, equal numbers stay bit for bit once they have been rounded for it. */
class AveragingRoundingTest {

    private static final double[] SPECIAL = {
        0.0,
        -0.0,
        1,
        -1,
        1.0 / 3,
        -0.1,
        Math.PI,
        1e-30,
        -1e30,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Math.nextDown(1.0),
        Math.nextUp(1.0),
        Math.nextDown(2.0)
    };

    private static double[] values(DataType type) {
        Random random = new Random(5);
        double[] values = new double[2000];
        System.arraycopy(SPECIAL, 0, values, 0, SPECIAL.length);
        for (int i = SPECIAL.length; i < values.length; i++) {
            int exponent = random.nextInt(160) - 80;
            values[i] = Math.scalb(random.nextGaussian(), i % 2 == 0 ? exponent : 0);
        }
        return Nd4j.createFromArray(values).castTo(type).castTo(DataType.DOUBLE).toDoubleVector();
    }

    private static FreezeMask all(int length) {
        FreezeMask.Builder mask = new FreezeMask.Builder(length);
        for (int i = 0; i < length; i++) {
            mask.freeze(i);
        }
        return mask.build();
    }

    private static INDArray array(DataType type, double... values) {
        return Nd4j.createFromArray(values).castTo(type);
    }

    private static float mean(float x, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x / n;
        }
        return sum;
    }

    private static double mean(double x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x / n;
        }
        return sum;
    }

    private static float sumOverN(float x, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x;
        }
        return sum / n;
    }

    private static double sumOverN(double x, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x;
        }
        return sum / n;
    }

    private interface FloatAverage {
        float of(float x, int n);
    }

    private interface DoubleAverage {
        double of(double x, int n);
    }

    private static List<Double> moving(
            DataType type, double[] values, int n, FloatAverage inFloat, DoubleAverage inDouble) {
        List<Double> moving = new ArrayList<>();
        for (double value : values) {
            double averaged = type == DataType.FLOAT ? inFloat.of((float) value, n) : inDouble.of(value, n);
            // a sum begins with +0.0, and so does away with the sign of a zero; DL4J's sums begin with the first
            if (Double.compare(averaged, value) != 0 && !(averaged == 0 && value == 0)) {
                moving.add(value);
            }
        }
        return moving;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aMeanOfPartsLeavesThemAloneOverUpToSoManyReplicas(DataType type) {
        double[] raw = values(type);
        for (int replicas = 2; replicas <= 8; replicas++) {
            double[] stable = AveragingRounding.underMean(array(type, raw), all(raw.length), replicas)
                    .castTo(DataType.DOUBLE)
                    .toDoubleVector();
            for (int n = 2; n <= replicas; n++) {
                assertThat(moving(type, stable, n, AveragingRoundingTest::mean, AveragingRoundingTest::mean))
                        .as("%d of up to %d", n, replicas)
                        .isEmpty();
            }
        }
        assertThat(moving(type, raw, 3, AveragingRoundingTest::mean, AveragingRoundingTest::mean))
                .as("as they were, many would move")
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aSumDividedLeavesThemAloneOverUpTo64Replicas(DataType type) {
        double[] raw = values(type);
        double[] stable = AveragingRounding.underSum(array(type, raw), all(raw.length))
                .castTo(DataType.DOUBLE)
                .toDoubleVector();
        for (int n = 2; n <= 64; n++) {
            assertThat(moving(type, stable, n, AveragingRoundingTest::sumOverN, AveragingRoundingTest::sumOverN))
                    .as("%d replicas", n)
                    .isEmpty();
        }
        assertThat(moving(type, raw, 3, AveragingRoundingTest::sumOverN, AveragingRoundingTest::sumOverN))
                .as("as they were, many would move")
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void nd4jsOwnAveragingLeavesThemAlone(DataType type) {
        double[] raw = values(type);
        for (int n = 2; n <= 8; n++) {
            INDArray stable = AveragingRounding.underMean(array(type, raw), all(raw.length), n);
            List<INDArray> replicas = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                replicas.add(stable.dup());
            }
            Nd4j.averageAndPropagate(replicas);
            long[] expected = Bits.of(stable);
            for (INDArray replica : replicas) {
                long[] averaged = Bits.of(replica);
                for (int i = 0; i < expected.length; i++) {
                    double value = Double.longBitsToDouble(expected[i]);
                    // a NaN may come out with another payload, and is lost anyway
                    if (!Double.isNaN(value)) {
                        assertThat(Double.longBitsToDouble(averaged[i]))
                                .as("%s, %d replicas", value, n)
                                .isEqualTo(value);
                    }
                }
            }
        }
    }

    private static double relativeChange(double before, double after) {
        return before == after ? 0 : Math.abs(after - before) / Math.abs(before);
    }

    @Test
    void theChangeIsOfNoConsequence() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            double[] raw = values(type);
            double ulp = type == DataType.FLOAT ? 0x1p-23 : 0x1p-52;
            for (int n = 2; n <= 8; n++) {
                double[] stable = AveragingRounding.underMean(array(type, raw), all(raw.length), n)
                        .castTo(DataType.DOUBLE)
                        .toDoubleVector();
                for (int i = 0; i < raw.length; i++) {
                    if (Double.isFinite(raw[i])) {
                        double change = relativeChange(raw[i], stable[i]);
                        assertThat(change).isLessThanOrEqualTo(0x1p-12);
                        if (n <= 4) {
                            assertThat(change).as("%s, %d workers", raw[i], n).isLessThanOrEqualTo(n == 2 ? 0 : ulp);
                        }
                    }
                }
            }
            double[] summed = AveragingRounding.underSum(array(type, raw), all(raw.length))
                    .castTo(DataType.DOUBLE)
                    .toDoubleVector();
            for (int i = 0; i < raw.length; i++) {
                if (Double.isFinite(raw[i])) {
                    assertThat(relativeChange(raw[i], summed[i])).isLessThanOrEqualTo(32 * ulp);
                }
            }
        }
    }

    @Test
    void zerosNanAndInfinitiesAreWhatTheyWere() {
        double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16}) {
            INDArray values = array(type, special);
            assertThat(Bits.of(AveragingRounding.underMean(values, all(5), 3))).containsExactly(Bits.of(values));
            assertThat(Bits.of(AveragingRounding.underSum(values, all(5)))).containsExactly(Bits.of(values));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void theLargestNumbersStayFinite(int n) {
        float[] large = {Float.MAX_VALUE, -Float.MAX_VALUE, Math.nextDown(Float.MAX_VALUE)};
        float[] stable = AveragingRounding.underMean(Nd4j.createFromArray(large), all(3), n)
                .toFloatVector();
        for (int i = 0; i < 3; i++) {
            assertThat(stable[i]).isFinite();
            assertThat(mean(stable[i], n)).isEqualTo(stable[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void theSmallestNumbersStay(int n) {
        // KNOWN: the parts of the smallest normal number are not normal, and none of those is one that n does not round
        float[] small = {Float.MIN_NORMAL, 64 * Float.MIN_NORMAL, -1024 * Float.MIN_NORMAL};
        float[] stable = AveragingRounding.underMean(Nd4j.createFromArray(small), all(3), n)
                .toFloatVector();
        assertThat(stable[0]).isCloseTo(Float.MIN_NORMAL, offset(Float.MIN_NORMAL / 4096));
        assertThat(mean(stable[0], n)).isCloseTo(stable[0], offset(n * Float.MIN_VALUE));
        for (int i = 1; i < 3; i++) {
            assertThat(mean(stable[i], n)).as("%s", stable[i]).isEqualTo(stable[i]);
        }
    }

    @Test
    void activeNumbersAndTheGivenArrayStayAsTheyAre() {
        INDArray values = Nd4j.createFromArray(0.1f, 0.1f, 0.7f, 0.7f);
        long[] before = Bits.of(values);
        INDArray stable = AveragingRounding.underMean(values, FreezeMask.of(false, true, false, true), 7);
        assertThat(Bits.of(values)).containsExactly(before);
        assertThat(stable.getFloat(0)).isEqualTo(0.1f);
        assertThat(stable.getFloat(2)).isEqualTo(0.7f);
        assertThat(stable.getFloat(1)).isNotEqualTo(0.1f);
    }

    @Test
    void twoReplicasNeedNothing() {
        double[] raw = values(DataType.FLOAT);
        assertThat(Bits.of(AveragingRounding.underMean(array(DataType.FLOAT, raw), all(raw.length), 2)))
                .containsExactly(Bits.of(array(DataType.FLOAT, raw)));
    }
}
