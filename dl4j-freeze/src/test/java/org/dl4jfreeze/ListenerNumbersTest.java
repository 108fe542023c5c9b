package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers that orders sort by: their names, what they are means over, and that they are given. */
class ListenerNumbersTest {

    private static final OrderCriterion FISHER = OrderCriterion.meanSquaredGradient();

    private static FreezingListener listenerOn(
            MultiLayerNetwork network, FreezePlan plan, GradientSampler sampler, SmoothingSchedule smoothing) {
        FreezingListener listener = FreezingListener.builder(plan)
                .sampler(sampler)
                .smoothing(smoothing)
                .collect(FISHER)
                .build();
        network.addListeners(listener);
        return listener;
    }

    /** Networks that move by less than 1e-7: the samples of all mini-batches are taken at the same parameters. */
    private static FreezingListener after(List<MultiDataSet> batches, SmoothingSchedule smoothing) {
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0));
        FreezingListener listener = listenerOn(network, FreezePlan.never(), GradientSampler.wholeBatch(), smoothing);
        batches.forEach(network::fit);
        return listener;
    }

    /** Mini-batches of 6, 6 and 2 examples. */
    private static List<MultiDataSet> batches() {
        return List.of(
                TestData.dense(DataType.DOUBLE, 6, 1),
                TestData.dense(DataType.DOUBLE, 6, 2),
                TestData.dense(DataType.DOUBLE, 2, 3));
    }

    private static MultiDataSet all() {
        INDArray[] features =
                batches().stream().map(batch -> batch.getFeatures(0)).toArray(INDArray[]::new);
        INDArray[] labels = batches().stream().map(batch -> batch.getLabels(0)).toArray(INDArray[]::new);
        return new MultiDataSet(Nd4j.concat(0, features), Nd4j.concat(0, labels));
    }

    @Test
    void theMeanSquaredGradientIsAMeanOverExamplesNotOverMiniBatches() {
        double[] inParts =
                after(batches(), SmoothingSchedule.mean()).statistic(FISHER).toDoubleVector();
        double[] atOnce = after(List.of(all()), SmoothingSchedule.mean())
                .statistic(FISHER)
                .toDoubleVector();
        assertThat(inParts).containsExactly(atOnce, within(1e-6));
        assertThat(Arrays.stream(atOnce).max().orElseThrow()).isGreaterThan(1e-3);
    }

    @Test
    void theVarianceOfWholeBatchesIsWeightedByExamples() {
        List<MultiDataSet> batches = batches();
        INDArray pooled = after(batches.subList(0, 1), SmoothingSchedule.mean())
                .variance()
                .mul(6 / 14.0);
        pooled.addi(after(batches.subList(1, 2), SmoothingSchedule.mean())
                .variance()
                .mul(6 / 14.0));
        pooled.addi(after(batches.subList(2, 3), SmoothingSchedule.mean())
                .variance()
                .mul(2 / 14.0));
        assertThat(after(batches, SmoothingSchedule.mean()).variance().toDoubleVector())
                .containsExactly(pooled.toDoubleVector(), within(1e-6));
    }

    @Test
    void otherSchedulesWeightSamplesWhateverTheirSize() {
        SmoothingSchedule constant = SmoothingSchedule.constant(0.5);
        List<MultiDataSet> batches = batches();
        INDArray first = after(batches.subList(0, 1), constant).variance();
        INDArray last = after(batches.subList(2, 3), constant).variance();
        assertThat(after(List.of(batches.get(0), batches.get(2)), constant)
                        .variance()
                        .toDoubleVector())
                .containsExactly(first.mul(1 / 3.0).add(last.mul(2 / 3.0)).toDoubleVector(), within(1e-6));
    }

    @Test
    void aResumedTrainingKnowsHowManyExamplesItsMeansAreOf(@TempDir Path folder) throws IOException {
        File file = folder.resolve("x.zip").toFile();
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                listenerOn(network, FreezePlan.never(), GradientSampler.wholeBatch(), SmoothingSchedule.mean());
        batches().forEach(network::fit);
        FreezingCheckpoint.save(network, listener, file);
        FreezingCheckpoint loaded = FreezingCheckpoint.load(file);
        network.fit(Dense.batch(9));
        loaded.multiLayerNetwork().fit(Dense.batch(9));
        assertThat(Bits.of(loaded.listener().variance())).containsExactly(Bits.of(listener.variance()));
        assertThat(Bits.of(loaded.listener().statistic(FISHER))).containsExactly(Bits.of(listener.statistic(FISHER)));
    }

    static Stream<OrderCriterion> criteria() {
        return Arrays.stream(OrderCriterion.names())
                .map(name -> OrderCriterion.named(name, 1))
                .filter(criterion -> criterion.kind() != OrderCriterion.Kind.RANDOM);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void theOrderIsThatOfTheNumbers(OrderCriterion criterion) {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                FreezingListener.builder(FreezePlan.never()).collect(criterion).build();
        network.addListeners(listener);
        Dense.train(network, 0, 5);
        INDArray numbers = listener.statistic(criterion);
        assertThat(numbers.shape()).containsExactly(83);
        assertThat(numbers.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(ParameterOrder.ascending(numbers.toDoubleVector())).isEqualTo(listener.orderBy(criterion));
        assertThat(listener.statistic(network, criterion)).isEqualTo(numbers);
    }

    @Test
    void theNumbersOfTheVarianceAreTheVariance() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                listenerOn(network, FreezePlan.never(), GradientSampler.firstExample(), SmoothingSchedule.mean());
        Dense.train(network, 0, 3);
        assertThat(Bits.of(listener.statistic(OrderCriterion.gradientVariance())))
                .containsExactly(Bits.of(listener.variance()));
        assertThat(listener.statistic(OrderCriterion.magnitude()).toDoubleVector())
                .containsExactly(Arrays.stream(network.params().toDoubleVector())
                        .map(Math::abs)
                        .toArray());
    }

    @Test
    void aRandomOrderAndWhatIsNotCollectedHaveNoNumbers() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                listenerOn(network, FreezePlan.never(), GradientSampler.firstExample(), SmoothingSchedule.mean());
        Dense.train(network, 0, 1);
        assertThatThrownBy(() -> listener.statistic(OrderCriterion.random(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("random(seed 3)")
                .hasMessageContaining("call orderBy(criterion)");
        assertThatThrownBy(() -> listener.statistic(OrderCriterion.meanSquaredUpdate()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not collected");
    }

    @Test
    void theSquaredMiniBatchGradientIsNotCalledFisherInformationWithoutAWarning() {
        FreezePlan plan = FreezePlan.atIteration(3).fraction(0.5);
        for (OrderCriterion criterion : List.of(FISHER, OrderCriterion.optimalBrainDamage())) {
            assertThat(warningsOf(plan.by(criterion), GradientSampler.miniBatch()))
                    .singleElement()
                    .asString()
                    .contains("miniBatch()", "not the Fisher information", "firstExample() or wholeBatch()");
            assertThat(warningsOf(plan.by(criterion), GradientSampler.firstExample()))
                    .isEmpty();
            assertThat(warningsOf(plan.by(criterion), GradientSampler.wholeBatch()))
                    .isEmpty();
        }
        assertThat(warningsOf(plan, GradientSampler.miniBatch())).isEmpty();
    }

    private static List<String> warningsOf(FreezePlan plan, GradientSampler sampler) {
        try (CapturedLog log = new CapturedLog()) {
            FreezingListener.builder(plan).sampler(sampler).build();
            return log.warnings();
        }
    }
}
