package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Dense;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Loops that compute gradients, call listeners and step without {@code fit}: right numbers, or a refusal. */
class HandMadeTrainingTest {

    static Stream<GradientSampler> samplers() {
        return Stream.of(GradientSampler.firstExample(), GradientSampler.wholeBatch(), GradientSampler.miniBatch());
    }

    private static FreezingListener listenerOn(MultiLayerNetwork network, GradientSampler sampler) {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(5).fraction(0.5))
                .sampler(sampler)
                .build();
        network.addListeners(listener);
        return listener;
    }

    /** One update by the sum of the gradients of several mini-batches. */
    private static void step(MultiLayerNetwork network, int iteration, List<MultiDataSet> parts) {
        INDArray sum = null;
        int examples = 0;
        for (MultiDataSet part : parts) {
            network.setInput(part.getFeatures(0));
            network.setLabels(part.getLabels(0));
            network.computeGradientAndScore();
            INDArray gradient = network.getFlattenedGradients();
            sum = sum == null ? gradient.dup() : sum.addi(gradient);
            examples += (int) part.getFeatures(0).size(0);
        }
        network.getFlattenedGradients().assign(sum);
        network.getListeners().forEach(listener -> listener.onGradientCalculation(network));
        network.getUpdater()
                .update(network, network.gradient(), iteration, 0, examples, LayerWorkspaceMgr.noWorkspaces());
        network.params()
                .subi(network.getFlattenedGradients().reshape(network.params().shape()));
        for (TrainingListener listener : network.getListeners()) {
            listener.iterationDone(network, iteration, 0);
        }
        network.getLayerWiseConfigurations().setIterationCount(iteration + 1);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void oneMiniBatchPerStepGivesTheNumbersOfFit(GradientSampler sampler) {
        MultiLayerNetwork byHand = Dense.network();
        FreezingListener listener = listenerOn(byHand, sampler);
        MultiLayerNetwork byFit = Dense.network();
        FreezingListener expected = listenerOn(byFit, sampler);
        for (int t = 0; t < 8; t++) {
            step(byHand, t, List.of(Dense.batch(t)));
            byFit.fit(Dense.batch(t));
        }
        assertThat(Bits.of(byHand.params())).containsExactly(Bits.of(byFit.params()));
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(expected.variance()));
        assertThat(listener.mask()).isEqualTo(expected.mask());
        assertThat(listener.samplesTaken()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void accumulatedMiniBatchesAreRefusedBeforeTheFirstUpdate(GradientSampler sampler) {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listenerOn(network, sampler);
        double[] before = network.params().toDoubleVector();
        List<MultiDataSet> four = List.of(Dense.batch(0), Dense.batch(1), Dense.batch(2), Dense.batch(3));
        assertThatThrownBy(() -> step(network, 0, four))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found 4")
                .hasMessageContaining("DataSet.merge");
        assertThat(network.params().toDoubleVector()).containsExactly(before);
        assertThat(listener.samplesTaken()).isZero();
    }

    @Test
    void accumulatedMiniBatchesTrainOnceNothingIsSampledAnyMore() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listenerOn(network, GradientSampler.firstExample());
        Dense.train(network, 0, 5);
        FreezeMask mask = listener.mask();
        double[] before = network.params().toDoubleVector();
        step(network, 5, List.of(Dense.batch(5), Dense.batch(6)));
        double[] after = network.params().toDoubleVector();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i] == before[i]).isEqualTo(mask.isFrozen(i));
        }
    }

    @Test
    void aListenerThatIsOnlyToldOfTheGradientIsRefused() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).fraction(0.5));
        network.setInput(Dense.batch(0).getFeatures(0));
        network.setLabels(Dense.batch(0).getLabels(0));
        network.computeGradientAndScore();
        assertThatThrownBy(() -> listener.onGradientCalculation(network))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("found 0")
                .hasMessageContaining("addListeners");
    }

    @Test
    void gradientsThatAreComputedBetweenTwoFitsDoNotCount() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listenerOn(network, GradientSampler.firstExample());
        MultiLayerNetwork other = Dense.network();
        FreezingListener expected = listenerOn(other, GradientSampler.firstExample());
        for (int t = 0; t < 3; t++) {
            network.setInput(Dense.batch(50).getFeatures(0));
            network.setLabels(Dense.batch(50).getLabels(0));
            network.computeGradientAndScore();
            network.fit(Dense.batch(t));
            other.fit(Dense.batch(t));
        }
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(expected.variance()));
    }

    @Test
    void anUpdaterAndAModelOfTheUsersOwnAreRefusedByName() {
        MultiLayerNetwork network = Dense.network();
        network.setUpdater(proxyOf(Updater.class));
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).fraction(0.5));
        assertThatThrownBy(() -> listener.iterationDone(network, 0, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a proxy of " + Updater.class.getName())
                .hasMessageNotContaining("$Proxy");
        assertThatThrownBy(() -> FreezableNetwork.of(proxyOf(Model.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a proxy of " + Model.class.getName())
                .hasMessageNotContaining("$Proxy");
    }

    private static <T> T proxyOf(Class<T> type) {
        Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (same, method, values) -> {
            throw new UnsupportedOperationException(method.getName());
        });
        return type.cast(proxy);
    }

    @Test
    void aLayerThatNothingPretrainsIsLeftAlone() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener = listenerOn(network, GradientSampler.firstExample());
        Dense.train(network, 0, 6);
        double[] before = network.params().toDoubleVector();
        listener.onGradientCalculation(network.getLayer(0));
        assertThat(network.params().toDoubleVector()).containsExactly(before);
    }
}
