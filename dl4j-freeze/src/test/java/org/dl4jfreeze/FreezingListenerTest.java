package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.network.ParameterGroup;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.slf4j.LoggerFactory;

class FreezingListenerTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void captureLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(FreezingListener.class);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void releaseLog() {
        ((Logger) LoggerFactory.getLogger(FreezingListener.class)).detachAppender(log);
    }

    private List<String> logged(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.toList());
    }

    private static MultiLayerNetwork network() {
        return TestNetworks.dense(TYPE, new FreezingAdam(0.01));
    }

    private static MultiDataSet batch(int t) {
        return TestData.dense(TYPE, 6, t);
    }

    @Test
    void freezesAfterExactlyT0Iterations() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).count(40));
        network.addListeners(listener);
        Training.fit(network, 0, 3, FreezingListenerTest::batch);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        assertThatThrownBy(listener::order)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Nothing has been frozen yet");
        network.fit(batch(3));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(40);
        assertThat(listener.samplesTaken()).isEqualTo(4);
        Training.fit(network, 4, 8, FreezingListenerTest::batch);
        assertThat(listener.samplesTaken()).as("no samples after t0").isEqualTo(4);
    }

    @Test
    void theLowestVariancesAreTheFrozenOnes() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(10).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 10, FreezingListenerTest::batch);
        double[] variance = listener.variance().toDoubleVector();
        double highestFrozen = IntStream.range(0, 83)
                .filter(listener.mask()::isFrozen)
                .mapToDouble(i -> variance[i])
                .max()
                .orElseThrow();
        double lowestActive = IntStream.range(0, 83)
                .filter(i -> !listener.mask().isFrozen(i))
                .mapToDouble(i -> variance[i])
                .min()
                .orElseThrow();
        assertThat(highestFrozen).isLessThan(lowestActive);
    }

    @Test
    void epochsCountFromWhereTheListenerWasAdded() {
        MultiLayerNetwork network = network();
        List<DataSet> examples = new DataSet(batch(0).getFeatures(0), batch(0).getLabels(0)).asList();
        ListDataSetIterator<DataSet> iterator = new ListDataSetIterator<>(examples, 3);
        network.fit(iterator, 3);
        FreezingListener listener = new FreezingListener(FreezePlan.atEpoch(2).fraction(0.5));
        network.addListeners(listener);
        network.fit(iterator, 1);
        assertThat(listener.isFrozen()).isFalse();
        network.fit(iterator, 1);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(4);
    }

    @Test
    void twoListenersOnOneNetworkEachKeepTheirOwnVariance() {
        MultiLayerNetwork alone = network();
        FreezingListener single = new FreezingListener(FreezePlan.atIteration(4).count(20));
        alone.addListeners(single);
        Training.fit(alone, 0, 4, FreezingListenerTest::batch);
        MultiLayerNetwork network = network();
        FreezingListener first = new FreezingListener(FreezePlan.atIteration(4).count(20));
        FreezingListener second = new FreezingListener(FreezePlan.atIteration(4).count(20));
        network.addListeners(first, second);
        Training.fit(network, 0, 4, FreezingListenerTest::batch);
        assertThat(Bits.of(first.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(Bits.of(second.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(network.params()).isEqualTo(alone.params());
        assertThat(first.mask()).isEqualTo(single.mask());
    }

    @Test
    void whatIsFrozenByHandSurvivesClearBesideAListener() {
        MultiLayerNetwork network = network();
        network.addListeners(new FreezingListener(FreezePlan.never()));
        Training.fit(network, 0, 2, FreezingListenerTest::batch);
        FreezeMask mask =
                ParameterOrder.ascending(network.params().toDoubleVector()).lowest(40);
        FreezableNetwork.of(network).freeze(mask);
        Training.fit(network, 2, 4, FreezingListenerTest::batch);
        network.clear();
        INDArray before = network.params().dup();
        Training.fit(network, 4, 6, FreezingListenerTest::batch);
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(mask);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(before.getDouble(i)));
        FreezableNetwork.of(network).thaw();
        network.setLearningRate(0.02);
        Training.fit(network, 6, 7, FreezingListenerTest::batch);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen())
                .as("thawed by hand")
                .isFalse();
    }

    @Test
    void worksInAnyPositionAmongOtherListeners() {
        long[] expected = null;
        for (int position = 0; position < 3; position++) {
            MultiLayerNetwork network = network();
            FreezingListener listener =
                    new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
            TrainingListener[] listeners = {new CollectScoresListener(1), new ScoreIterationListener(1000), null};
            listeners[2] = listeners[position];
            listeners[position] = listener;
            if (position == 2) {
                listeners[2] = listener;
            }
            network.setListeners(listeners);
            Training.fit(network, 0, 8, FreezingListenerTest::batch);
            if (expected == null) {
                expected = Bits.of(network.params());
            }
            assertThat(Bits.of(network.params())).containsExactly(expected);
            assertThat(listener.mask().frozenCount()).isEqualTo(42);
        }
    }

    @Test
    void theOrderIsGlobalOverAllBlocksAndLeavesOtherUpdatersAlone() {
        MultiLayerNetwork network =
                TestNetworks.dense(TYPE, new FreezingAdam(0.01), builder -> builder.biasUpdater(new Sgd(0.01)));
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(1));
        network.addListeners(listener);
        Training.fit(network, 0, 4, FreezingListenerTest::batch);
        assertThat(listener.order().size()).isEqualTo(24 + 30 + 15);
        FreezeMask mask = listener.mask();
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            assertThat(frozen).isEqualTo(group.name().equals("W") ? group.length() : 0);
        }
        INDArray before = network.params().dup();
        Training.fit(network, 4, 6, FreezingListenerTest::batch);
        assertThat(network.getParam("0_W"))
                .isEqualTo(before.get(NDArrayIndex.interval(0, 24)).reshape('f', 4, 6));
        assertThat(network.params()).as("the biases still move").isNotEqualTo(before);
    }

    @Test
    void runningMeansOfBatchNormTakeNoPart() {
        MultiLayerNetwork network = TestNetworks.batchNorm(TYPE);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(1));
        network.addListeners(listener);
        Training.fit(network, 0, 6, FreezingListenerTest::batch);
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            boolean runningMean = group.name().equals("mean")
                    || group.name().startsWith("var")
                    || group.name().startsWith("log10");
            assertThat(group.isFreezable()).as(group.toString()).isEqualTo(!runningMean);
        }
        assertThat(listener.variance().toDoubleVector()).doesNotContain(Double.NaN);
        int[] ranks = listener.order().ranks();
        assertThat(IntStream.range(0, ranks.length).filter(i -> ranks[i] == 0).count())
                .isEqualTo(12);
    }

    @Test
    void everyCriterionOrdersByWhatItSays() {
        MultiLayerNetwork network = network();
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .collect(OrderCriterion.meanSquaredGradient())
                .build();
        network.addListeners(listener);
        Training.fit(network, 0, 5, FreezingListenerTest::batch);
        double[] variance = listener.variance().toDoubleVector();
        double[] parameters = network.params().toDoubleVector();
        int[] byVariance = listener.orderBy(OrderCriterion.gradientVariance()).ranks();
        int[] reversed = listener.orderBy(OrderCriterion.reversedVariance()).ranks();
        int[] byMagnitude = listener.orderBy(OrderCriterion.magnitude()).ranks();
        for (int i = 0; i < 83; i++) {
            for (int j = 0; j < 83; j++) {
                if (variance[i] < variance[j]) {
                    assertThat(byVariance[i]).isLessThan(byVariance[j]);
                    assertThat(reversed[i]).isGreaterThan(reversed[j]);
                }
                if (Math.abs(parameters[i]) < Math.abs(parameters[j])) {
                    assertThat(byMagnitude[i]).isLessThan(byMagnitude[j]);
                }
            }
        }
        assertThat(listener.orderBy(OrderCriterion.random(1))).isEqualTo(listener.orderBy(OrderCriterion.random(1)));
        assertThat(listener.orderBy(OrderCriterion.meanSquaredGradient()).size())
                .isEqualTo(83);
        assertThat(listener.isFrozen()).isFalse();
    }

    @Test
    void aCriterionThatWasNotCollectedIsRefusedWithTheWayOut() {
        MultiLayerNetwork network = network();
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        network.addListeners(listener);
        network.fit(batch(0));
        assertThatThrownBy(() -> listener.orderBy(OrderCriterion.meanSquaredGradient()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".collect(OrderCriterion.meanSquaredGradient())");
    }

    @Test
    void samplersTakeEveryNthIterationAfterTheirWarmUp() {
        MultiLayerNetwork network = network();
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(10).fraction(0.5))
                .sampler(GradientSampler.miniBatch().every(2).afterWarmUp(3))
                .build();
        network.addListeners(listener);
        Training.fit(network, 0, 12, FreezingListenerTest::batch);
        assertThat(listener.samplesTaken()).as("iterations 4, 6, 8, 10").isEqualTo(4);
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
    }

    @Test
    void miniBatchesOfOneAreNotCountedAndFreezingWaits() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 4, t -> TestData.dense(TYPE, 1, t));
        assertThat(listener.samplesTaken()).isZero();
        assertThat(listener.isFrozen()).isFalse();
        assertThat(logged(Level.WARN)).hasSize(2);
        assertThat(logged(Level.WARN).get(0)).contains("mini-batch of one");
        assertThat(logged(Level.WARN).get(1)).contains("waits");
        network.fit(batch(4));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(1);
    }

    @Test
    void aGradientThatIsNotFiniteGivesNoSampleAndOneWarning() {
        MultiLayerNetwork network = network();
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        network.addListeners(listener);
        INDArray start = network.params().dup();
        for (int t = 0; t < 3; t++) {
            MultiDataSet poisoned = batch(t);
            poisoned.getFeatures(0).putScalar(0, Double.NaN);
            network.fit(poisoned);
            network.setParams(start);
        }
        assertThat(listener.samplesTaken()).isZero();
        assertThat(logged(Level.WARN)).hasSize(1);
    }

    @Test
    void logsOneTableOfWhatWasFrozenWhere() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 5, FreezingListenerTest::batch);
        List<String> tables = logged(Level.INFO).stream()
                .filter(message -> message.contains("parameter"))
                .filter(message -> message.contains("layer0"))
                .collect(Collectors.toList());
        assertThat(tables).hasSize(1);
        assertThat(tables.get(0)).contains("layer1").contains("layer2").containsPattern("all +42 +83 +50\\.6 %");
    }

    @Test
    void thawingUndoesFreezingToTheBit() {
        MultiLayerNetwork thawed = network();
        MultiLayerNetwork never = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        thawed.addListeners(listener);
        Training.fit(thawed, 0, 4, FreezingListenerTest::batch);
        assertThat(listener.isFrozen()).isTrue();
        listener.thaw();
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        Training.fit(thawed, 4, 10, FreezingListenerTest::batch);
        Training.fit(never, 0, 10, FreezingListenerTest::batch);
        assertThat(Bits.of(thawed.params())).containsExactly(Bits.of(never.params()));
        assertThat(listener.isFrozen()).as("the plan is not carried out again").isFalse();
    }

    @Test
    void settingALearningRateKeepsVarianceAndMask() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(6).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 3, FreezingListenerTest::batch);
        INDArray variance = listener.variance();
        network.setLearningRate(1, 0.005);
        assertThat(listener.variance()).isEqualTo(variance);
        Training.fit(network, 3, 6, FreezingListenerTest::batch);
        assertThat(listener.samplesTaken()).isEqualTo(6);
        FreezeMask mask = listener.mask();
        network.setLearningRate(0.001);
        INDArray atT0 = network.params().dup();
        Training.fit(network, 6, 9, FreezingListenerTest::batch);
        assertThat(listener.mask()).isEqualTo(mask);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(atT0.getDouble(i)));
    }

    @Test
    void thawingHoldsAlsoAfterALearningRateWasSet() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(1));
        network.addListeners(listener);
        Training.fit(network, 0, 3, FreezingListenerTest::batch);
        network.setLearningRate(0.005);
        listener.thaw();
        INDArray before = network.params().dup();
        Training.fit(network, 3, 4, FreezingListenerTest::batch);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isFalse();
        assertThat(network.params().sub(before).norm2Number().doubleValue()).isPositive();
    }

    @Test
    void thawingBeforeT0IsRefusedAndLeavesThePlanAlone() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 2, FreezingListenerTest::batch);
        assertThatThrownBy(listener::thaw)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to thaw");
        Training.fit(network, 2, 4, FreezingListenerTest::batch);
        assertThat(listener.isFrozen()).isTrue();
    }

    @Test
    void aNetworkThatLostItsUpdaterIsFrozenAgain() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        network.addListeners(listener);
        Training.fit(network, 0, 3, FreezingListenerTest::batch);
        FreezeMask mask = listener.mask();
        INDArray variance = listener.variance();
        INDArray before = network.params().dup();
        network.clear();
        Training.fit(network, 3, 5, FreezingListenerTest::batch);
        assertThat(listener.mask()).isEqualTo(mask);
        assertThat(listener.variance()).isEqualTo(variance);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(before.getDouble(i)));
    }

    @Test
    void aListenerAddedTwiceCountsOnce() {
        MultiLayerNetwork network = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        network.addListeners(listener, listener);
        Training.fit(network, 0, 3, FreezingListenerTest::batch);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isEqualTo(3);
        network.fit(batch(3));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(4);
    }

    @Test
    void whatAnotherListenerHasFrozenStaysFrozen() {
        MultiLayerNetwork network = network();
        FreezingListener first = new FreezingListener(FreezePlan.atIteration(2).fraction(0.8));
        FreezingListener second =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.2).by(OrderCriterion.random(3)));
        network.addListeners(first, second);
        Training.fit(network, 0, 2, FreezingListenerTest::batch);
        FreezeMask frozenFirst = first.mask();
        Training.fit(network, 2, 6, FreezingListenerTest::batch);
        assertThat(second.mask().or(frozenFirst)).isEqualTo(second.mask());
        assertThat(second.mask().frozenCount()).isGreaterThan(frozenFirst.frozenCount());
    }

    @Test
    void oneMiniBatchGradientIsNotEnoughForAnOrder() {
        assertThatThrownBy(
                        () -> FreezingListener.builder(FreezePlan.atIteration(1).fraction(0.5))
                                .sampler(GradientSampler.miniBatch())
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after iteration 2");
        assertThatThrownBy(
                        () -> FreezingListener.builder(FreezePlan.atIteration(3).fraction(0.5))
                                .sampler(GradientSampler.firstExample().afterWarmUp(6))
                                .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after iteration 7");
    }

    @Test
    void oneListenerServesTwoNetworksEachOnItsOwn() {
        MultiLayerNetwork first = network();
        ComputationGraph second = TestNetworks.graph(TYPE, new FreezingAdam(0.01), false);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.5));
        first.addListeners(listener);
        second.addListeners(listener);
        for (int t = 0; t < 3; t++) {
            first.fit(batch(t));
            second.fit(TestData.graph(TYPE, 6, t));
        }
        assertThat(FreezableNetwork.of(first).mask().frozenCount()).isEqualTo(42);
        int graphParameters = (int) second.numParams();
        assertThat(FreezableNetwork.of(second).mask().frozenCount()).isEqualTo(Math.round(0.5f * graphParameters));
        assertThat(listener.samplesTaken()).isEqualTo(3);
    }

    @Test
    void aNetworkWithoutFreezingAdamIsRefusedBeforeItsFirstUpdate() {
        MultiLayerNetwork network = TestNetworks.dense(TYPE, new Adam(0.01));
        network.addListeners(new FreezingListener(FreezePlan.atIteration(2).fraction(0.5)));
        long[] before = Bits.of(network.params());
        assertThatThrownBy(() -> network.fit(batch(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Adam")
                .hasMessageContaining(".updater(new FreezingAdam(...))");
        assertThat(Bits.of(network.params())).containsExactly(before);
    }

    @Test
    void aCountAboveTheNetworksSizeIsRefusedBeforeItsFirstUpdate() {
        MultiLayerNetwork network = network();
        network.addListeners(new FreezingListener(FreezePlan.atIteration(2).count(84)));
        long[] before = Bits.of(network.params());
        assertThatThrownBy(() -> network.fit(batch(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("84")
                .hasMessageContaining("[0,83]");
        assertThat(Bits.of(network.params())).containsExactly(before);
    }

    @Test
    void aListenerThatHasSeenNothingSaysSo() {
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        assertThat(listener.samplesTaken()).isZero();
        assertThat(listener.isFrozen()).isFalse();
        assertThatThrownBy(listener::variance)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not seen a network yet");
    }

    @Test
    void aFrozenNetworkWithConstraintsSurvivesJson() {
        MultiLayerNetwork network =
                TestNetworks.dense(TYPE, new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        network.addListeners(new FreezingListener(FreezePlan.atIteration(1).fraction(0.5)));
        network.fit(batch(0));
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
}
