package org.dl4jfreeze.internal.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What an overhead that is bounded does in training; how well the bound holds is {@link SamplingBudgetTest}'s, on a clock of its own. */
class SamplerOverheadTest {

    private static long samplesIn(int iterations, GradientSampler sampler) {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(iterations).fraction(0.5))
                .sampler(sampler)
                .build();
        network.addListeners(listener);
        for (int i = 0; i < iterations; i++) {
            network.fit(TestData.dense(DataType.FLOAT, 4, i));
        }
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
        return listener.samplesTaken();
    }

    @Test
    void aBoundThatCannotBeKeptLeavesWhatAnOrderNeeds() {
        assertThat(samplesIn(50, GradientSampler.firstExample().overhead(1e-9))).isEqualTo(2);
        assertThat(samplesIn(50, GradientSampler.miniBatch().overhead(1e-9))).isEqualTo(2);
        assertThat(samplesIn(50, GradientSampler.firstExample().every(10).overhead(1e-9)))
                .isEqualTo(2);
    }

    @Test
    void fewerAreTakenThanWithoutABoundAndNoneWhereNoneIsDue() {
        assertThat(samplesIn(200, GradientSampler.wholeBatch().overhead(0.03))).isBetween(2L, 199L);
        assertThat(samplesIn(30, GradientSampler.firstExample().every(10).overhead(1)))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void timeThatTrainingTakesIsEarned() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .sampler(GradientSampler.firstExample().overhead(1))
                .build();
        network.addListeners(listener, new BaseTrainingListener() {
            @Override
            public void onBackwardPass(Model model) {
                // as long as several samples take
                long end = System.nanoTime() + 20_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        });
        for (int i = 0; i < 30; i++) {
            network.fit(TestData.dense(DataType.FLOAT, 4, i));
        }
        assertThat(listener.samplesTaken()).isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.5, Double.NaN, 3})
    void aShareThatIsNoneIsRefused(double share) {
        assertThatThrownBy(() -> GradientSampler.firstExample().overhead(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0,1]")
                .hasMessageContaining("" + share);
    }

    @Test
    void theOverheadIsPartOfTheSamplersValue() {
        GradientSampler sampler = GradientSampler.miniBatch().every(3).overhead(0.03);
        assertThat(sampler)
                .isEqualTo(GradientSampler.miniBatch().overhead(0.03).every(3))
                .isNotEqualTo(GradientSampler.miniBatch().every(3))
                .hasToString("miniBatch().every(3).overhead(0.03)");
        assertThat(GradientSampler.firstExample().overhead()).isZero();
    }
}
