package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What sampling takes is given back once there is nothing to sample for. */
class WorkMemoryTest {

    static GradientSampler[] samplers() {
        return new GradientSampler[] {
            GradientSampler.firstExample(), GradientSampler.miniBatch(), GradientSampler.wholeBatch()
        };
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void theGradientsOfSamplesAreLetGoAtT0AndNotBefore(GradientSampler sampler) {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        network.addListeners(FreezingListener.builder(FreezePlan.atIteration(4).fraction(0.5))
                .sampler(sampler)
                .build());
        network.fit(TestData.dense(DataType.FLOAT, 4, 1));
        WeakReference<GradientAccess> gradients =
                new WeakReference<>(GradientSources.of(NetworkView.of(network)).accessFor(sampler));
        network.fit(TestData.dense(DataType.FLOAT, 4, 2));
        assertThat(gradients.get())
                .isSameAs(GradientSources.of(NetworkView.of(network)).accessFor(sampler));
        network.fit(TestData.dense(DataType.FLOAT, 4, 3));
        network.fit(TestData.dense(DataType.FLOAT, 4, 4));
        assertThat(NetworkView.of(network).mask().isAnyFrozen()).isTrue();
        assertThat(gradients.get())
                .isNotSameAs(GradientSources.of(NetworkView.of(network)).accessFor(sampler));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aSecondListenerThatSamplesOnIsNotDisturbed(GradientSampler sampler) {
        MultiLayerNetwork alone = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        MultiLayerNetwork both = TestNetworks.dense(DataType.FLOAT, new FreezingAdam());
        FreezingListener expected =
                FreezingListener.builder(FreezePlan.never()).sampler(sampler).build();
        FreezingListener found =
                FreezingListener.builder(FreezePlan.never()).sampler(sampler).build();
        alone.addListeners(expected);
        both.addListeners(
                found,
                FreezingListener.builder(FreezePlan.atIteration(3).count(0))
                        .sampler(sampler)
                        .build());
        for (int i = 0; i < 8; i++) {
            alone.fit(TestData.dense(DataType.FLOAT, 4, i));
            both.fit(TestData.dense(DataType.FLOAT, 4, i));
        }
        assertThat(found.samplesTaken()).isEqualTo(8);
        assertThat(found.variance()).isEqualTo(expected.variance());
    }
}
