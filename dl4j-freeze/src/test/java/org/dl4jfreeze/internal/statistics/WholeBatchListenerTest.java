package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** {@code GradientSampler.wholeBatch()} through a listener, against every example put first in turn. */
class WholeBatchListenerTest {

    private static final int EXAMPLES = 6;
    private static final int ITERATIONS = 3;

    /** Records the gradient of the first example, and that of the mini-batch, of one iteration. */
    private static final class Recorder extends BaseTrainingListener {

        private final NetworkView network;
        private final GradientAccess access;
        private double[] first;
        private double[] sum;

        Recorder(Model model) {
            network = NetworkView.of(model);
            access = GradientSources.of(network).accessFor(GradientSampler.firstExample());
        }

        @Override
        public void onBackwardPass(Model model) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model model) {
            sum = access.gradientSum().toDoubleVector();
            try (SampleScratch scratch = network.openSampleApart()) {
                first = access.firstExampleGradient(scratch).toDoubleVector();
            }
        }
    }

    private static FreezingListener observer() {
        return FreezingListener.builder(FreezePlan.never())
                .sampler(GradientSampler.wholeBatch())
                .collect(OrderCriterion.meanSquaredGradient())
                .build();
    }

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void theVarianceIsTheMeanOverExamplesAndIterationsOfThePapersSquaredDifferences(NetworkKind kind) {
        BothPaths.forEach(() -> {
            Model model = kind.network(new FreezingAdam(0.01));
            FreezingListener listener = observer();
            Training.addListeners(model, listener);
            int p = (int) model.numParams();
            double[] variance = new double[p];
            double[] square = new double[p];
            for (int t = 0; t < ITERATIONS; t++) {
                MultiDataSet batch = kind.batch(t);
                for (int example = 0; example < EXAMPLES; example++) {
                    Model copy = kind.network(new FreezingAdam(0.01));
                    copy.setParams(model.params().dup());
                    Recorder recorder = new Recorder(copy);
                    Training.addListeners(copy, recorder);
                    Training.fit(copy, TestData.startingWith(batch, example));
                    for (int i = 0; i < p; i++) {
                        double g = recorder.first[i];
                        double d = g - recorder.sum[i] / EXAMPLES;
                        variance[i] += d * d / EXAMPLES / ITERATIONS;
                        square[i] += g * g / EXAMPLES / ITERATIONS;
                    }
                }
                Training.fit(model, batch);
            }
            assertThat(listener.samplesTaken()).isEqualTo(ITERATIONS);
            assertClose(listener.variance(), variance);
            assertAreLowest(
                    listener.orderBy(OrderCriterion.meanSquaredGradient()).lowest(p / 2), square);
        });
    }

    private static void assertClose(INDArray actual, double[] expected) {
        double largest = Arrays.stream(expected).max().orElseThrow();
        assertThat(largest).isPositive();
        assertThat(actual.toDoubleVector()).containsExactly(expected, within(1e-9 * largest));
    }

    static List<FreezingListener.Builder> askingForTheFullCovariance() {
        List<FreezingListener.Builder> builders = new ArrayList<>();
        builders.add(FreezingListener.builder(FreezePlan.atIteration(5).fraction(0.5))
                .covariance(Covariance.full()));
        builders.add(FreezingListener.builder(
                FreezePlan.atIteration(5).fraction(0.5).by(OrderCriterion.conditionalVariance())));
        builders.add(FreezingListener.builder(FreezePlan.atIteration(5).fraction(0.5))
                .collect(OrderCriterion.belsley()));
        return builders;
    }

    @ParameterizedTest
    @MethodSource("askingForTheFullCovariance")
    void theFullCovarianceIsRefusedWhenTheListenerIsBuilt(FreezingListener.Builder builder) {
        builder.sampler(GradientSampler.wholeBatch());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wholeBatch()")
                .hasMessageContaining("GradientSampler.firstExample()")
                .hasMessageContaining("gradientVariance()");
    }

    @Test
    void partsOfATrainingPutTogetherCountBySamples() {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        List<StatisticsDriver> parts = new ArrayList<>();
        Model[] models = new Model[2];
        for (int i = 0; i < 2; i++) {
            models[i] = kind.network(new FreezingAdam(0.01));
            parts.add(new StatisticsDriver(models[i], GradientSampler.wholeBatch()));
            Training.addListeners(models[i], parts.get(i));
            kind.train(models[i], i, 1 + 3 * i);
        }
        GradientStatistics whole = StatisticsMerge.of(
                NetworkView.of(models[0]),
                GradientSampler.wholeBatch(),
                List.of(parts.get(0).statistics, parts.get(1).statistics));
        for (StatisticKind statistic : List.of(StatisticKind.GRADIENT_VARIANCE, StatisticKind.SQUARED_GRADIENT)) {
            assertThat(whole.samples(statistic)).isEqualTo(4);
            double[] expected = new double[(int) models[0].numParams()];
            for (int i = 0; i < 2; i++) {
                double[] part = parts.get(i).statistics.vector(statistic).toDoubleVector();
                for (int j = 0; j < part.length; j++) {
                    expected[j] += part[j] * (1 + 2 * i) / 4;
                }
            }
            assertClose(whole.vector(statistic), expected);
        }
    }

    @ParameterizedTest
    @EnumSource(NetworkKind.class)
    void aWholeBatchListenerFreezesWhereTheVarianceIsLowest(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(1).count(20))
                .sampler(GradientSampler.wholeBatch())
                .build();
        Training.addListeners(model, listener);
        kind.train(model, 0, 3);
        assertThat(listener.mask().frozenCount()).isEqualTo(20);
        double[] variance = listener.variance().toDoubleVector();
        assertAreLowest(listener.mask(), variance);
    }

    private static void assertAreLowest(FreezeMask mask, double[] values) {
        double highest = 0;
        double lowestOfOthers = Double.POSITIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            if (mask.isFrozen(i)) {
                highest = Math.max(highest, values[i]);
            } else {
                lowestOfOthers = Math.min(lowestOfOthers, values[i]);
            }
        }
        assertThat(highest).isLessThanOrEqualTo(lowestOfOthers + 1e-12);
    }
}
