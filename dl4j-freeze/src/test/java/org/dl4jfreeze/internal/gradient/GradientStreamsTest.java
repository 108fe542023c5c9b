package org.dl4jfreeze.internal.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientStreamsTest {

    @Test
    void samplesEveryNthIterationAfterTheWarmUp() {
        GradientSampler sampler = GradientSampler.firstExample().every(3).afterWarmUp(4);
        assertThat(LongStream.rangeClosed(1, 12).filter(i -> SamplerStreams.isDue(sampler, i)))
                .containsExactly(5L, 8L, 11L);
        assertThat(LongStream.rangeClosed(1, 3).filter(i -> SamplerStreams.isDue(GradientSampler.miniBatch(), i)))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> GradientSampler.firstExample().every(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> GradientSampler.firstExample().afterWarmUp(-1)).hasMessageContaining("at least 0");
    }

    @Test
    void firstExampleGivesExampleLessMeanNotExampleLessSum() {
        BothPaths.forEach(() -> {
            GradientPairStream stream = SamplerStreams.open(GradientSampler.firstExample());
            GradientPair pair = stream.sample(access(4, new double[] {4, 8}, new double[] {3, 1}), scratch(2), 1);
            assertThat(pair.outcome()).isEqualTo(Outcome.SAMPLED);
            assertThat(pair.gradient().toDoubleVector()).containsExactly(3, 1);
            assertThat(pair.difference().toDoubleVector()).containsExactly(2, -1);
        });
    }

    @Test
    void miniBatchGivesTheTwoPassVarianceOfTheMeanGradient() {
        Random random = new Random(2);
        double[][] means = new double[30][];
        double[] average = new double[3];
        for (int t = 0; t < means.length; t++) {
            means[t] = random.doubles(3, 99, 101).toArray();
            for (int j = 0; j < 3; j++) {
                average[j] += means[t][j] / means.length;
            }
        }
        double[] expected = new double[3];
        for (double[] mean : means) {
            for (int j = 0; j < 3; j++) {
                expected[j] += (mean[j] - average[j]) * (mean[j] - average[j]) / means.length;
            }
        }
        BothPaths.forEach(() -> {
            GradientPairStream stream = SamplerStreams.open(GradientSampler.miniBatch());
            double[] c = new double[3];
            for (int t = 1; t <= means.length; t++) {
                double kappa = 1.0 / t;
                double[] sum = new double[3];
                for (int j = 0; j < 3; j++) {
                    sum[j] = 8 * means[t - 1][j];
                }
                GradientPair pair = stream.sample(access(8, sum, null), scratch(3), kappa);
                assertThat(pair.gradient().toDoubleVector()).containsExactly(means[t - 1], within(1e-12));
                INDArray d = pair.difference();
                for (int j = 0; j < 3; j++) {
                    c[j] = (1 - kappa) * c[j] + kappa * d.getDouble(j) * d.getDouble(j);
                }
            }
            assertThat(c).containsExactly(expected, within(1e-10));
        });
    }

    @Test
    void aMiniBatchOfOneGivesNoFirstExampleSample() {
        Outcome outcome = SamplerStreams.open(GradientSampler.firstExample())
                .sample(access(1, new double[] {1}, new double[] {1}), scratch(1), 1)
                .outcome();
        assertThat(outcome).isEqualTo(Outcome.SINGLE_EXAMPLE);
    }

    @Test
    void aGradientThatIsNotFiniteGivesNoSampleAndLeavesNoTrace() {
        double[] bad = {1, Double.NaN};
        double[] infinite = {Double.NEGATIVE_INFINITY, 1};
        double[] good = {2, 4};
        BothPaths.forEach(() -> {
            GradientPairStream first = SamplerStreams.open(GradientSampler.firstExample());
            assertThat(first.sample(access(2, bad, good), scratch(2), 1).outcome())
                    .isEqualTo(Outcome.NOT_FINITE);
            assertThat(first.sample(access(2, good, infinite), scratch(2), 1).outcome())
                    .isEqualTo(Outcome.NOT_FINITE);
            GradientPairStream miniBatch = SamplerStreams.open(GradientSampler.miniBatch());
            assertThat(miniBatch
                            .sample(access(2, infinite, null), scratch(2), 1)
                            .outcome())
                    .isEqualTo(Outcome.NOT_FINITE);
            GradientPair firstOfAll = miniBatch.sample(access(2, good, null), scratch(2), 1);
            assertThat(firstOfAll.difference().toDoubleVector()).containsExactly(0, 0);
        });
    }

    @Test
    void theWholeBatchGivesMeanSquareAndVarianceOverItsExamples() {
        // two parameters, three examples: 1, 2, 6 and thrice 0.1, whose variance is 0, not a rounding error below it
        double[] squares = {41, 0.1 * 0.1 * 3 - 1e-17};
        BothPaths.forEach(() -> {
            GradientPairStream stream = SamplerStreams.open(GradientSampler.wholeBatch());
            assertThat(stream.givesSquares()).isTrue();
            GradientPair pair =
                    stream.sample(accessWithSquares(3, new double[] {9, 0.1 + 0.1 + 0.1}, squares), scratch(2), 1);
            assertThat(pair.outcome()).isEqualTo(Outcome.SAMPLED);
            assertThat(pair.gradient().toDoubleVector()).containsExactly(new double[] {41 / 3.0, 0.01}, within(1e-15));
            INDArray variance = pair.difference();
            assertThat(variance.toDoubleVector()).containsExactly(new double[] {14 / 3.0, 0}, within(1e-15));
            assertThat(variance.minNumber().doubleValue()).isNotNegative();
        });
    }

    @Test
    void theWholeBatchPassesNothingOnOfOneExampleOrOfWhatIsNotFinite() {
        double[] good = {2, 4};
        BothPaths.forEach(() -> {
            GradientPairStream stream = SamplerStreams.open(GradientSampler.wholeBatch());
            for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                double[] bad = {1, value};
                assertThat(stream.sample(accessWithSquares(2, bad, good), scratch(2), 1)
                                .outcome())
                        .isEqualTo(Outcome.NOT_FINITE);
                assertThat(stream.sample(accessWithSquares(2, good, bad), scratch(2), 1)
                                .outcome())
                        .as("the gradients themselves are finite")
                        .isEqualTo(Outcome.SQUARE_OVERFLOW);
            }
            assertThat(stream.sample(accessWithSquares(1, good, good), scratch(2), 1)
                            .outcome())
                    .isEqualTo(Outcome.SINGLE_EXAMPLE);
        });
    }

    /** Scratch memory that holds garbage. */
    private static SampleScratch scratch(int length) {
        SampleScratch scratch = new SampleScratch(length);
        scratch.vector(DataType.DOUBLE).assign(7);
        return scratch;
    }

    private static GradientAccess access(int examples, double[] sum, double[] example) {
        return access(examples, sum, example, null);
    }

    private static GradientAccess accessWithSquares(int examples, double[] sum, double[] squares) {
        return access(examples, sum, null, squares);
    }

    private static GradientAccess access(int examples, double[] sum, double[] example, double[] squares) {
        return new GradientAccess() {
            @Override
            public int miniBatchSize() {
                return examples;
            }

            @Override
            public INDArray gradientSum() {
                return Nd4j.createFromArray(sum).castTo(DataType.DOUBLE);
            }

            @Override
            public INDArray firstExampleGradient(SampleScratch scratch) {
                return Nd4j.createFromArray(example).castTo(DataType.DOUBLE);
            }

            @Override
            public INDArray squaredGradientSum(SampleScratch scratch) {
                return Nd4j.createFromArray(squares).castTo(DataType.DOUBLE);
            }
        };
    }
}
