package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What is collected, against a reference that stores every gradient and every parameter vector and then averages. */
class GradientStatisticsTest {

    private static final int ITERATIONS = 7;
    private static final double TOLERANCE = 1e-9;

    private static final OrderCriterion[] ALL = Arrays.stream(OrderCriterion.names())
            .map(name -> OrderCriterion.named(name, 5))
            .toArray(OrderCriterion[]::new);

    private static Model network(String kind, DataType type, Consumer<NeuralNetConfiguration.Builder> options) {
        return kind.equals("graph")
                ? TestNetworks.graph(type, new FreezingAdam(0.01, 0.9, 0.999, 1e-3), false, options)
                : TestNetworks.dense(type, new FreezingAdam(0.01, 0.9, 0.999, 1e-3), options);
    }

    private static IntFunction<MultiDataSet> batches(String kind, DataType type) {
        return t -> kind.equals("graph") ? TestData.graph(type, 6, t) : TestData.dense(type, 6, t);
    }

    private static Model plain(String kind) {
        return network(kind, DataType.DOUBLE, builder -> {});
    }

    private static void train(Model model, String kind, BaseTrainingListener... listeners) {
        Training.addListeners(model, listeners);
        Training.fit(model, 0, ITERATIONS, batches(kind, DataType.DOUBLE));
    }

    private static void assertMatches(double[] actual, double[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(isFar(actual, expected, TOLERANCE)).as("entries that differ").isZero();
    }

    /** The tolerance would not let a wrong version through: most entries are off by a thousandth at least. */
    private static void assertRejected(String wrong, double[] actual, double[] expected) {
        assertThat(isFar(actual, expected, 1e-3)).as(wrong).isGreaterThan(expected.length / 2);
    }

    private static int isFar(double[] actual, double[] expected, double tolerance) {
        int far = 0;
        for (int j = 0; j < expected.length; j++) {
            far += Math.abs(actual[j] - expected[j]) <= tolerance * expected[j] + 1e-20 ? 0 : 1;
        }
        return far;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "graph"})
    void miniBatchVarianceIsTheTwoPassVarianceOfTheMeanGradientWhateverTheSampler(String kind) {
        BothPaths.forEach(() -> {
            Model model = plain(kind);
            GradientDiary diary = new GradientDiary();
            StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.firstExample());
            train(model, kind, diary, driver);
            double[] expected = diary.variance();
            assertMatches(driver.values(OrderCriterion.miniBatchVariance()), expected);
            assertRejected(
                    "divided by n - 1", diary.forEach(j -> expected[j] * ITERATIONS / (ITERATIONS - 1)), expected);
            assertRejected("not about the mean", diary.meanSquaredGradient(), expected);
            assertRejected("of the sampler", driver.values(OrderCriterion.gradientVariance()), expected);
        });
    }

    @Test
    void miniBatchVarianceIsTheGradientVarianceOfTheMiniBatchSampler() {
        Model model = plain("dense");
        StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.miniBatch());
        train(model, "dense", driver);
        assertThat(driver.values(OrderCriterion.miniBatchVariance()))
                .containsExactly(driver.values(OrderCriterion.gradientVariance()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "graph"})
    void meanSquaredUpdateIsThatOfTheMovementWithClippingAndWeightDecay(String kind) {
        double decay = 0.1;
        BothPaths.forEach(() -> {
            Model model = network(kind, DataType.DOUBLE, builder -> builder.weightDecay(decay)
                    .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                    .gradientNormalizationThreshold(0.02));
            GradientDiary diary = new GradientDiary();
            StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.firstExample());
            train(model, kind, diary, driver);
            double[] expected = diary.meanSquaredMovement(0);
            assertMatches(driver.values(OrderCriterion.meanSquaredUpdate()), expected);
            assertRejected("gradient for update", diary.meanSquaredGradient(), expected);
            assertRejected("root mean square", diary.forEach(j -> Math.sqrt(expected[j])), expected);
            assertRejected("sum for mean", diary.forEach(j -> expected[j] * ITERATIONS), expected);
            assertRejected("one iteration behind", diary.without(0).meanSquaredMovement(0), expected);
            assertRejected("without weight decay", diary.meanSquaredMovement(0.01 * decay), expected);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "graph"})
    void saliencyIsHalfTheMeanSquaredGradientTimesTheSquaredParameter(String kind) {
        BothPaths.forEach(() -> {
            Model model = plain(kind);
            GradientDiary diary = new GradientDiary();
            StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.miniBatch());
            train(model, kind, diary, driver);
            double[] squares = diary.meanSquaredGradient();
            double[] w = model.params().toDoubleVector();
            double[] expected = diary.forEach(j -> 0.5 * squares[j] * w[j] * w[j]);
            assertMatches(driver.values(OrderCriterion.optimalBrainDamage()), expected);
            assertRejected("without the half", diary.forEach(j -> 2 * expected[j]), expected);
            assertRejected("|w| for w^2", diary.forEach(j -> 0.5 * squares[j] * Math.abs(w[j])), expected);
            double[] variance = diary.variance();
            assertRejected("variance for h", diary.forEach(j -> 0.5 * variance[j] * w[j] * w[j]), expected);
            double[] start = diary.steps.get(0)[0];
            assertRejected("first w", diary.forEach(j -> 0.5 * squares[j] * start[j] * start[j]), expected);
        });
    }

    @Test
    void saliencyTakesTheFirstExamplesGradientFromTheFirstExampleSampler() {
        MultiLayerNetwork model = (MultiLayerNetwork) plain("dense");
        MultiLayerNetwork slow = (MultiLayerNetwork) plain("dense");
        StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.firstExample());
        model.addListeners(driver);
        double[] squares = new double[83];
        for (int t = 0; t < ITERATIONS; t++) {
            MultiDataSet batch = TestData.dense(DataType.DOUBLE, 6, t);
            slow.setParams(model.params());
            slow.setInput(batch.getFeatures(0).getRows(0));
            slow.setLabels(batch.getLabels(0).getRows(0));
            slow.computeGradientAndScore();
            double[] first = slow.getFlattenedGradients().dup().toDoubleVector();
            Arrays.setAll(squares, j -> squares[j] + first[j] * first[j] / ITERATIONS);
            model.fit(batch);
        }
        double[] w = model.params().toDoubleVector();
        Arrays.setAll(squares, j -> 0.5 * squares[j] * w[j] * w[j]);
        assertMatches(driver.values(OrderCriterion.optimalBrainDamage()), squares);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "graph"})
    void ordersFollowTheSamplerAndARebuiltUpdater(String kind) {
        Model model = plain(kind);
        GradientDiary diary = new GradientDiary();
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .sampler(GradientSampler.miniBatch().every(2).afterWarmUp(1))
                .collect(ALL)
                .build();
        Training.addListeners(model, listener, diary);
        Training.fit(model, 0, 4, batches(kind, DataType.DOUBLE));
        setLearningRate(model, 0.003);
        Training.fit(model, 4, ITERATIONS, batches(kind, DataType.DOUBLE));

        GradientDiary due = diary.without(0, 2, 4, 6);
        assertThat(listener.samplesTaken()).as("iterations 2, 4, 6").isEqualTo(3);
        assertThat(listener.orderBy(OrderCriterion.miniBatchVariance()))
                .isEqualTo(ParameterOrder.ascending(due.variance()));
        assertThat(listener.orderBy(OrderCriterion.meanSquaredUpdate()))
                .isEqualTo(ParameterOrder.ascending(due.meanSquaredMovement(0)))
                .isNotEqualTo(ParameterOrder.ascending(diary.meanSquaredMovement(0)));
        double[] w = model.params().toDoubleVector();
        double[] squares = due.meanSquaredGradient();
        assertThat(listener.orderBy(OrderCriterion.optimalBrainDamage()))
                .isEqualTo(ParameterOrder.ascending(due.forEach(j -> 0.5 * squares[j] * w[j] * w[j])));
    }

    private static void setLearningRate(Model model, double rate) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setLearningRate(rate);
        } else {
            ((ComputationGraph) model).setLearningRate(rate);
        }
    }

    static Stream<Arguments> everyNetwork() {
        return Stream.of("dense", "graph").flatMap(kind -> Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)
                .flatMap(type -> Stream.of(GradientSampler.firstExample(), GradientSampler.miniBatch())
                        .map(sampler -> Arguments.of(kind, type, sampler))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("everyNetwork")
    void collectingEverythingLeavesTrainingWithDropoutAsItIsBitForBit(
            String kind, DataType type, GradientSampler sampler) {
        Consumer<NeuralNetConfiguration.Builder> dropout = builder -> builder.dropOut(new Dropout(0.6));
        Model alone = network(kind, type, dropout);
        Nd4j.getRandom().setSeed(7);
        Training.fit(alone, 0, 15, batches(kind, type));

        Model observed = network(kind, type, dropout);
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .sampler(sampler)
                .collect(ALL)
                .build();
        Training.addListeners(observed, listener);
        Nd4j.getRandom().setSeed(7);
        Training.fit(observed, 0, 15, batches(kind, type));

        assertThat(Bits.of(observed.params())).containsExactly(Bits.of(alone.params()));
        for (OrderCriterion criterion : ALL) {
            assertThat(listener.orderBy(criterion).size()).as(criterion.name()).isEqualTo((int)
                    observed.params().length());
        }
    }

    @Test
    void whatAVarianceInTheUpdaterStateWasOfHasHadGradients() {
        MultiLayerNetwork model = (MultiLayerNetwork) plain("dense");
        INDArray variance = Nd4j.zeros(DataType.DOUBLE, 83);
        variance.putScalar(7, 1e-300);
        StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.firstExample());
        NetworkView.of(model).setVariance(variance);
        driver.statistics.countFrom(NetworkView.of(model), SmoothingSchedule.mean(), 3);
        assertThat(driver.statistics.seen().untouched(0, 83)).isEqualTo(82);
        assertThat(driver.statistics.seen().untouched(7, 8)).isZero();
    }

    @Test
    void anUpdateWhoseSquareOverflowsGivesNoSampleEither() {
        MultiLayerNetwork model = (MultiLayerNetwork) plain("dense");
        StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.miniBatch());
        driver.statistics.observeUpdate(() -> Nd4j.ones(DataType.DOUBLE, 83).muli(1e155), driver.problems::add);
        assertThat(driver.problems).containsExactly(Outcome.SQUARE_OVERFLOW);
        assertThat(OrderFactory.samples(driver.statistics, OrderCriterion.meanSquaredUpdate()))
                .isZero();
        driver.statistics.observeUpdate(() -> Nd4j.ones(DataType.DOUBLE, 83), driver.problems::add);
        assertThat(OrderFactory.samples(driver.statistics, OrderCriterion.meanSquaredUpdate()))
                .isEqualTo(1);
    }

    @Test
    void anUpdateThatIsNotFiniteGivesNoSample() {
        MultiLayerNetwork model = (MultiLayerNetwork) plain("dense");
        StatisticsDriver driver = new StatisticsDriver(model, GradientSampler.miniBatch());
        model.addListeners(driver);
        INDArray start = model.params().dup();
        MultiDataSet poisoned = TestData.dense(DataType.DOUBLE, 6, 0);
        poisoned.getFeatures(0).putScalar(0, Double.NaN);
        model.fit(poisoned);
        assertThat(driver.problems).containsExactly(Outcome.NOT_FINITE);
        for (OrderCriterion criterion : OrderCollectionTest.collected().toArray(OrderCriterion[]::new)) {
            assertThat(OrderFactory.samples(driver.statistics, criterion))
                    .as(criterion.name())
                    .isZero();
        }
        assertThat(model.params()).isNotEqualTo(start);
    }
}
