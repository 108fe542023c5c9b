package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** When a listener freezes, what, and which networks it refuses. */
class FreezingListenerTest {

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void freezesAfterExactlyT0Iterations() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(4).count(40));
        Dense.train(network, 0, 3);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        assertThatThrownBy(listener::order)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing has been frozen");
        network.fit(Dense.batch(3));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(40);
        assertThat(listener.samplesTaken()).isEqualTo(4);
        Dense.train(network, 4, 8);
        assertThat(listener.samplesTaken()).as("no samples after t0").isEqualTo(4);
    }

    @Test
    void theLowestVariancesAreTheFrozenOnes() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(10).fraction(0.5));
        Dense.train(network, 0, 10);
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
        MultiLayerNetwork network = Dense.network();
        List<DataSet> examples =
                new DataSet(Dense.batch(0).getFeatures(0), Dense.batch(0).getLabels(0)).asList();
        ListDataSetIterator<DataSet> iterator = new ListDataSetIterator<>(examples, 3);
        network.fit(iterator, 3);
        FreezingListener listener =
                Training.listen(network, FreezePlan.atEpoch(2).fraction(0.5));
        network.fit(iterator, 1);
        assertThat(listener.isFrozen()).isFalse();
        network.fit(iterator, 1);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
        assertThat(listener.samplesTaken()).isEqualTo(4);
    }

    @Test
    void theOrderIsGlobalOverAllBlocksAndLeavesOtherUpdatersAlone() {
        MultiLayerNetwork network = TestNetworks.dense(
                DataType.DOUBLE, new FreezingAdam(0.01), builder -> builder.biasUpdater(new Sgd(0.01)));
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(4).fraction(1));
        Dense.train(network, 0, 4);
        assertThat(listener.order().size()).isEqualTo(24 + 30 + 15);
        FreezeMask mask = listener.mask();
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            assertThat(frozen).isEqualTo(group.name().equals("W") ? group.length() : 0);
        }
        INDArray before = network.params().dup();
        Dense.train(network, 4, 6);
        assertThat(network.getParam("0_W"))
                .isEqualTo(before.get(NDArrayIndex.interval(0, 24)).reshape('f', 4, 6));
        assertThat(network.params()).as("the biases still move").isNotEqualTo(before);
    }

    @Test
    void runningMeansOfBatchNormTakeNoPart() {
        MultiLayerNetwork network = TestNetworks.batchNorm(DataType.DOUBLE);
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(4).fraction(1));
        Dense.train(network, 0, 6);
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            boolean runningMean = group.name().equals("mean")
                    || group.name().startsWith("var")
                    || group.name().startsWith("log10");
            assertThat(group.isFreezable()).as(group.toString()).isEqualTo(!runningMean);
            assertThat(listener.mask().frozenCount(group.offset(), group.offset() + group.length()))
                    .as(group.toString())
                    .isEqualTo(runningMean ? 0 : group.length());
        }
        assertThat(listener.variance().toDoubleVector()).doesNotContain(Double.NaN);
        int[] ranks = listener.order().ranks();
        assertThat(IntStream.range(0, ranks.length).filter(i -> ranks[i] == 0).count())
                .isEqualTo(12);
    }

    @Test
    void logsOneTableOfWhatWasFrozenWhere() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(2).fraction(0.5));
        Dense.train(network, 0, 5);
        List<String> tables = log.infos().stream()
                .filter(message -> message.contains("parameter"))
                .filter(message -> message.contains("layer0"))
                .collect(Collectors.toList());
        assertThat(tables).hasSize(1);
        assertThat(tables.get(0)).contains("layer1").contains("layer2").containsPattern("all +42 +83 +50\\.6 %");
    }

    @Test
    void aNetworkWithoutFreezingAdamIsRefusedBeforeItsFirstUpdate() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.DOUBLE, new Adam(0.01));
        Training.listen(network, FreezePlan.atIteration(2).fraction(0.5));
        long[] before = Bits.of(network.params());
        assertThatThrownBy(() -> network.fit(Dense.batch(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Adam")
                .hasMessageContaining(".updater(new FreezingAdam(...))");
        assertThat(Bits.of(network.params())).containsExactly(before);
    }

    @Test
    void aCountAboveTheNetworksSizeIsRefusedBeforeItsFirstUpdate() {
        MultiLayerNetwork network = Dense.network();
        Training.listen(network, FreezePlan.atIteration(2).count(84));
        long[] before = Bits.of(network.params());
        assertThatThrownBy(() -> network.fit(Dense.batch(0)))
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
                TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.listen(network, FreezePlan.atIteration(1).fraction(0.5));
        network.fit(Dense.batch(0));
        assertThat(FreezableNetwork.of(network).mask().frozenCount()).isEqualTo(42);
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
}
