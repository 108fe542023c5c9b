package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What a listener samples, what it makes of it, and what it does where there is too little. */
class ListenerSamplesTest {

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void everyCriterionOrdersByWhatItSays() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .collect(OrderCriterion.meanSquaredGradient())
                .build();
        network.addListeners(listener);
        Dense.train(network, 0, 5);
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
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = Training.listen(network, FreezePlan.never());
        network.fit(Dense.batch(0));
        assertThatThrownBy(() -> listener.orderBy(OrderCriterion.meanSquaredGradient()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".collect(OrderCriterion.meanSquaredGradient())");
    }

    @Test
    void samplersTakeEveryNthIterationAfterTheirWarmUp() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(10).fraction(0.5))
                .sampler(GradientSampler.miniBatch().every(2).afterWarmUp(3))
                .build();
        network.addListeners(listener);
        Dense.train(network, 0, 12);
        assertThat(listener.samplesTaken()).as("iterations 4, 6, 8, 10").isEqualTo(4);
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
    }

    @Test
    void miniBatchesOfOneAreNotCountedAndFreezingWaits() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(2).fraction(0.5));
        Training.fit(network, 0, 4, t -> TestData.dense(DataType.DOUBLE, 1, t));
        assertThat(listener.samplesTaken()).isZero();
        assertThat(listener.isFrozen()).isFalse();
        assertThat(log.warnings()).hasSize(2);
        assertThat(log.warnings().get(0)).contains("mini-batch of one");
        assertThat(log.warnings().get(1)).contains("waits");
        network.fit(Dense.batch(4));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
        assertThat(listener.samplesTaken()).isEqualTo(1);
    }

    @Test
    void aGradientThatIsNotFiniteGivesNoSampleAndOneWarning() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = Training.listen(network, FreezePlan.never());
        INDArray start = network.params().dup();
        for (int t = 0; t < 3; t++) {
            MultiDataSet poisoned = Dense.batch(t);
            poisoned.getFeatures(0).putScalar(0, Double.NaN);
            network.fit(poisoned);
            network.setParams(start);
        }
        assertThat(listener.samplesTaken()).isZero();
        assertThat(log.warnings()).hasSize(1);
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
}
