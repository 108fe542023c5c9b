package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Dense;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What ends a freezing, and what does not: a new learning rate, or the loss of the updater. */
class ThawingTest {

    @Test
    void thawingUndoesFreezingToTheBit() {
        MultiLayerNetwork thawed = Dense.network();
        MultiLayerNetwork never = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        thawed.addListeners(listener);
        Dense.train(thawed, 0, 4);
        assertThat(listener.isFrozen()).isTrue();
        listener.thaw();
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        Dense.train(thawed, 4, 10);
        Dense.train(never, 0, 10);
        assertThat(Bits.of(thawed.params())).containsExactly(Bits.of(never.params()));
        assertThat(listener.isFrozen()).as("the plan is not carried out again").isFalse();
    }

    @Test
    void thawingHoldsAlsoAfterALearningRateWasSet() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(1));
        network.addListeners(listener);
        Dense.train(network, 0, 3);
        network.setLearningRate(0.005);
        listener.thaw();
        INDArray before = network.params().dup();
        Dense.train(network, 3, 4);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isFalse();
        assertThat(network.params().sub(before).norm2Number().doubleValue()).isPositive();
    }

    @Test
    void thawingBeforeT0IsRefusedAndLeavesThePlanAlone() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        network.addListeners(listener);
        Dense.train(network, 0, 2);
        assertThatThrownBy(listener::thaw)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to thaw");
        Dense.train(network, 2, 4);
        assertThat(listener.isFrozen()).isTrue();
    }

    @Test
    void settingALearningRateKeepsVarianceAndMask() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(6).fraction(0.5));
        network.addListeners(listener);
        Dense.train(network, 0, 3);
        INDArray variance = listener.variance();
        network.setLearningRate(1, 0.005);
        assertThat(listener.variance()).isEqualTo(variance);
        Dense.train(network, 3, 6);
        assertThat(listener.samplesTaken()).isEqualTo(6);
        FreezeMask mask = listener.mask();
        network.setLearningRate(0.001);
        INDArray atT0 = network.params().dup();
        Dense.train(network, 6, 9);
        assertThat(listener.mask()).isEqualTo(mask);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(atT0.getDouble(i)));
    }

    @Test
    void aNetworkThatLostItsUpdaterIsFrozenAgain() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        network.addListeners(listener);
        Dense.train(network, 0, 3);
        FreezeMask mask = listener.mask();
        INDArray variance = listener.variance();
        INDArray before = network.params().dup();
        network.clear();
        Dense.train(network, 3, 5);
        assertThat(listener.mask()).isEqualTo(mask);
        assertThat(listener.variance()).isEqualTo(variance);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(before.getDouble(i)));
    }

    @Test
    void whatIsFrozenByHandSurvivesClearBesideAListener() {
        MultiLayerNetwork network = Dense.network();
        network.addListeners(new FreezingListener(FreezePlan.never()));
        Dense.train(network, 0, 2);
        FreezeMask mask =
                ParameterOrder.ascending(network.params().toDoubleVector()).lowest(40);
        FreezableNetwork.of(network).freeze(mask);
        Dense.train(network, 2, 4);
        network.clear();
        INDArray before = network.params().dup();
        Dense.train(network, 4, 6);
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(mask);
        mask.forEachFrozen(i -> assertThat(network.params().getDouble(i)).isEqualTo(before.getDouble(i)));
        FreezableNetwork.of(network).thaw();
        network.setLearningRate(0.02);
        Dense.train(network, 6, 7);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen())
                .as("thawed by hand")
                .isFalse();
    }
}
