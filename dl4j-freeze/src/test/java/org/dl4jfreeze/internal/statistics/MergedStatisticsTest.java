package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.run.MemoryEstimate;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The statistics of several replicas put into one, against two passes in double over all samples of all of them. */
class MergedStatisticsTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final double TOLERANCE = 1e-12;

    /** A replica with its statistics, and every sample that they are of. */
    private static final class Part extends BaseTrainingListener {

        private final MultiLayerNetwork model;
        private final NetworkView network;
        private final GradientSampler sampler;
        private GradientStatistics statistics;
        private final List<double[]> first = new ArrayList<>();
        private final List<double[]> mean = new ArrayList<>();
        private final List<double[]> updates = new ArrayList<>();

        Part(GradientSampler sampler, int number) {
            this(sampler, number, Covariance.full());
        }

        Part(GradientSampler sampler, int number, Covariance covariance) {
            this.sampler = sampler;
            model = TestNetworks.dense(TYPE, new FreezingAdam(0.05));
            model.params().addi(0.4 * number);
            network = NetworkView.of(model);
            statistics = new GradientStatistics(
                    network, StatisticsDriver.options(sampler, EnumSet.allOf(OrderCriterion.Kind.class), covariance));
            statistics.moveOut();
            model.addListeners(this);
        }

        void train(int from, int to) {
            Training.fit(model, from, to, t -> TestData.dense(TYPE, 6, t));
        }

        @Override
        public void onBackwardPass(Model trained) {
            network.rememberLabels();
        }

        @Override
        public void onGradientCalculation(Model trained) {
            mean.add(flat(trained.getGradientsViewArray()).div(6).toDoubleVector());
            try (SampleScratch scratch = network.openSampleApart()) {
                GradientSources sources = GradientSources.of(network);
                first.add(sources.accessFor(GradientSampler.firstExample())
                        .firstExampleGradient(scratch)
                        .toDoubleVector());
                statistics.observe(sources.accessFor(sampler), scratch, problem -> {});
            }
        }

        @Override
        public void iterationDone(Model trained, int iteration, int epoch) {
            updates.add(network.appliedUpdate().dup().toDoubleVector());
            statistics.observeUpdate(network::appliedUpdate, problem -> {});
        }
    }

    @Test
    void aParameterThatAnyReplicaHasSeenAGradientOfHasHadOne() {
        Part some = new Part(GradientSampler.firstExample(), 0);
        Part all = new Part(GradientSampler.firstExample(), 1);
        MultiDataSet withoutAnInput = TestData.dense(TYPE, 6, 1);
        withoutAnInput
                .getFeatures(0)
                .get(NDArrayIndex.all(), NDArrayIndex.point(2))
                .assign(0);
        some.model.fit(withoutAnInput);
        List<GradientStatistics> parts = List.of(some.statistics, all.statistics);
        assertThat(StatisticsMerge.of(some.network, some.sampler, parts).seen().untouched(0, 83))
                .as("the weights of the input")
                .isEqualTo(6);
        all.train(0, 1);
        assertThat(StatisticsMerge.of(some.network, some.sampler, parts).seen().untouched(0, 83))
                .isZero();
        assertThat(some.statistics.seen().untouched(0, 83)).as("left as it is").isEqualTo(6);
    }

    private static INDArray flat(INDArray array) {
        return array.reshape(array.length());
    }

    private static List<double[]> all(List<Part> parts, Function<Part, List<double[]>> samples) {
        return parts.stream().flatMap(part -> samples.apply(part).stream()).collect(Collectors.toList());
    }

    private static double[] meanSquare(List<double[]> samples) {
        double[] squares = new double[83];
        samples.forEach(x -> Arrays.setAll(squares, j -> squares[j] + x[j] * x[j] / samples.size()));
        return squares;
    }

    private static List<double[]> aboutTheirMean(List<double[]> samples) {
        double[] mean = new double[83];
        samples.forEach(x -> Arrays.setAll(mean, j -> mean[j] + x[j] / samples.size()));
        return samples.stream().map(x -> difference(x, mean)).collect(Collectors.toList());
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, j -> a[j] - b[j]);
        return difference;
    }

    private static List<double[]> differences(List<double[]> a, List<double[]> b) {
        List<double[]> differences = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            differences.add(difference(a.get(i), b.get(i)));
        }
        return differences;
    }

    private static void assertMatches(GradientStatistics actual, List<Part> parts) {
        boolean firstExample = parts.get(0).sampler.needsExampleGradient();
        List<double[]> first = all(parts, part -> part.first);
        List<double[]> mean = all(parts, part -> part.mean);
        List<double[]> d = firstExample ? differences(first, mean) : aboutTheirMean(mean);
        for (StatisticKind statistic : StatisticKind.values()) {
            assertThat(actual.samples(statistic)).as("%s", statistic).isEqualTo(mean.size());
        }
        assertEqual(actual, StatisticKind.GRADIENT_VARIANCE, meanSquare(d));
        assertFullEqual(actual, d);
        assertEqual(actual, StatisticKind.MINI_BATCH_VARIANCE, meanSquare(aboutTheirMean(mean)));
        assertEqual(actual, StatisticKind.SQUARED_GRADIENT, meanSquare(firstExample ? first : mean));
        assertEqual(actual, StatisticKind.SQUARED_UPDATE, meanSquare(all(parts, part -> part.updates)));
    }

    private static void assertEqual(GradientStatistics actual, StatisticKind statistic, double[] expected) {
        double scale = Arrays.stream(expected).max().orElseThrow();
        assertThat(scale).isPositive();
        assertThat(actual.vector(statistic).toDoubleVector())
                .as("%s", statistic)
                .containsExactly(expected, offset(TOLERANCE * scale));
    }

    /** Row by row: with v = e_i, C v is the mean of d d_i. */
    private static void assertFullEqual(GradientStatistics actual, List<double[]> d) {
        double scale = Arrays.stream(meanSquare(d)).max().orElseThrow();
        for (int i = 0; i < d.get(0).length; i += 7) {
            double[] expected = new double[d.get(0).length];
            for (double[] difference : d) {
                for (int j = 0; j < expected.length; j++) {
                    expected[j] += difference[i] * difference[j] / d.size();
                }
            }
            assertThat(actual.full().covariance().row(i).toDoubleVector())
                    .as("row %d", i)
                    .containsExactly(expected, offset(TOLERANCE * scale));
        }
    }

    private static GradientSampler sampler(boolean firstExample) {
        return firstExample ? GradientSampler.firstExample() : GradientSampler.miniBatch();
    }

    private static List<Part> parts(boolean firstExample, int... samples) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int n : samples) {
            Part part = new Part(sampler(firstExample), parts.size());
            part.train(from, from + n);
            from += n;
            parts.add(part);
        }
        return parts;
    }

    private static GradientStatistics merged(List<Part> parts) {
        return StatisticsMerge.of(
                parts.get(0).network,
                parts.get(0).sampler,
                parts.stream().map(part -> part.statistics).collect(Collectors.toList()));
    }

    @ParameterizedTest(name = "first example: {0}; samples {1}, {2}, {3}")
    @CsvSource({
        "true,5,3,9",
        "false,5,3,9",
        "true,4,0,7",
        "false,4,0,7",
        "true,0,0,2",
        "false,0,0,2",
        "false,1,1,1",
        "true,6,1,0",
        "false,6,1,0"
    })
    void theWholeIsThatOfAllSamples(boolean firstExample, int a, int b, int c) {
        List<Part> parts = parts(firstExample, a, b, c);
        assertMatches(merged(parts), parts);
    }

    @ParameterizedTest(name = "first example: {0}")
    @CsvSource({"true", "false"})
    void mergedStatisticsContinueAsIfOneHadTakenAllSamplesAndThePartsAreUnchanged(boolean firstExample) {
        List<Part> parts = parts(firstExample, 5, 2, 4);
        long[] before = Bits.of(parts.get(0).statistics.vector(StatisticKind.GRADIENT_VARIANCE));
        GradientStatistics whole = merged(parts);
        GradientStatistics own = parts.get(0).statistics;
        parts.get(0).statistics = whole;
        parts.get(0).train(20, 24);
        assertMatches(whole, parts);
        assertThat(Bits.of(own.vector(StatisticKind.GRADIENT_VARIANCE))).containsExactly(before);
    }

    @ParameterizedTest(name = "first example: {0}")
    @CsvSource({"true", "false"})
    void mergingStepByStepIsMergingAtOnce(boolean firstExample) {
        List<Part> parts = parts(firstExample, 3, 6, 2);
        GradientStatistics two = merged(parts.subList(0, 2));
        GradientStatistics stepwise =
                StatisticsMerge.of(parts.get(0).network, parts.get(0).sampler, List.of(two, parts.get(2).statistics));
        assertMatches(stepwise, parts);
    }

    @Test
    void withoutAnySampleTheWholeHasNone() {
        List<Part> parts = parts(true, 0, 0, 0);
        GradientStatistics whole = merged(parts);
        for (StatisticKind statistic : EnumSet.complementOf(EnumSet.of(StatisticKind.FULL_COVARIANCE))) {
            assertThat(whole.samples(statistic)).isZero();
            assertThat(whole.vector(statistic).toDoubleVector()).containsOnly(0);
        }
    }

    /** The running means continue after the last sample of the full covariance: they must not be mixed up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullCovarianceOfTheFirstSamplesIsTheirsAlone(boolean firstExample) {
        List<Part> parts = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            Part part =
                    new Part(sampler(firstExample), number, Covariance.full().atMost(2 + number));
            part.train(10 * number, 10 * number + 6);
            parts.add(part);
        }
        List<double[]> first = new ArrayList<>();
        List<double[]> mean = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            first.addAll(parts.get(number).first.subList(0, 2 + number));
            mean.addAll(parts.get(number).mean.subList(0, 2 + number));
        }
        List<double[]> d = firstExample ? differences(first, mean) : aboutTheirMean(mean);
        GradientStatistics whole = merged(parts);
        assertThat(whole.samples(StatisticKind.FULL_COVARIANCE)).isEqualTo(9);
        assertFullEqual(whole, d);
        assertFullEqual(
                merged(parts.subList(0, 1)), firstExample ? d.subList(0, 2) : aboutTheirMean(mean.subList(0, 2)));
        GradientStatistics stepwise = StatisticsMerge.of(
                parts.get(0).network,
                sampler(firstExample),
                List.of(merged(parts.subList(0, 2)), parts.get(2).statistics));
        assertFullEqual(stepwise, d);
    }

    @Test
    void aPartAloneIsItselfBitForBit() {
        List<Part> parts = parts(false, 5);
        GradientStatistics whole = merged(parts);
        GradientStatistics part = parts.get(0).statistics;
        for (StatisticKind statistic : EnumSet.complementOf(EnumSet.of(StatisticKind.FULL_COVARIANCE))) {
            assertThat(Bits.of(whole.vector(statistic))).containsExactly(Bits.of(part.vector(statistic)));
        }
        for (int i = 0; i < 83; i++) {
            assertThat(Bits.of(whole.full().covariance().row(i)))
                    .containsExactly(Bits.of(part.full().covariance().row(i)));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {3} vectors")
    @CsvSource({
        // work memory is where the mask lies; a running mean, a vector per statistic, and both of the mini-batch
        // variance
        "true,  FLOAT,  '',                                                         0",
        "false, FLOAT,  '',                                                         1",
        "true,  DOUBLE, '',                                                         0",
        "true,  FLOAT,  MEAN_SQUARED_GRADIENT,                                      1",
        "true,  FLOAT,  'MEAN_SQUARED_GRADIENT OPTIMAL_BRAIN_DAMAGE',                           1",
        "true,  FLOAT,  'RANDOM MAGNITUDE REVERSED_VARIANCE GRADIENT_VARIANCE',     0",
        "false, DOUBLE, MINI_BATCH_VARIANCE,                                        3",
        "true,  FLOAT,  'MEAN_SQUARED_GRADIENT MEAN_SQUARED_UPDATE MINI_BATCH_VARIANCE', 4"
    })
    void theBytesNeededAreThoseOfItsVectors(boolean firstExample, DataType type, String kinds, int vectors) {
        EnumSet<OrderCriterion.Kind> collected = EnumSet.noneOf(OrderCriterion.Kind.class);
        for (String kind : kinds.split(" ")) {
            if (!kind.isEmpty()) {
                collected.add(OrderCriterion.Kind.valueOf(kind));
            }
        }
        NetworkView network = NetworkView.of(TestNetworks.dense(type, new FreezingAdam()));
        ListenerOptions options = StatisticsDriver.options(sampler(firstExample), collected);
        int width = type == DataType.DOUBLE ? 8 : 4;
        assertThat(new MemoryEstimate(network, options).sampling(false)).isEqualTo(83L * vectors * width);
        // where the updater state must be left alone, variance and work memory are vectors of their own
        assertThat(new MemoryEstimate(network, options).sampling(true)).isEqualTo(83L * (vectors + 2) * width);
    }
}
