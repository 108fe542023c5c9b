package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What ends a freezing, and what does not: a new learning rate, or the loss of the updater. */
class ThawingTest {

    @Test
    void thawingUndoesFreezingBitForBit() {
        MultiLayerNetwork thawed = Dense.network();
        MultiLayerNetwork never = Dense.network();
        FreezingListener listener =
                Training.listen(thawed, FreezePlan.atIteration(4).fraction(0.5));
        Dense.train(thawed, 0, 4);
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
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
                Training.listen(network, FreezePlan.atIteration(2).fraction(1));
        Dense.train(network, 0, 3);
        network.setLearningRate(0.005);
        assertThat(FreezableNetwork.of(network).mask().frozenCount()).isEqualTo(83);
        listener.thaw();
        INDArray before = network.params().dup();
        Dense.train(network, 3, 4);
        FreezeMask mask = FreezableNetwork.of(network).mask();
        assertThat(mask.isAnyFrozen()).isFalse();
        assertThat(FrozenParameters.activeThatMoved(mask, Bits.of(before), Bits.of(network.params())))
                .as("all move again")
                .isEqualTo(83);
    }

    @Test
    void thawingBeforeT0IsRefusedAndLeavesThePlanAlone() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(4).fraction(0.5));
        Dense.train(network, 0, 2);
        assertThatThrownBy(listener::thaw)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to thaw");
        Dense.train(network, 2, 4);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
    }

    @Test
    void settingALearningRateKeepsVarianceAndMask() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(6).fraction(0.5));
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
        FrozenParameters.assertStayed(mask, atT0, network.params());
    }

    @Test
    void aNetworkThatLostItsUpdaterIsFrozenAgain() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(2).fraction(0.5));
        Dense.train(network, 0, 3);
        FreezeMask mask = listener.mask();
        INDArray variance = listener.variance();
        INDArray before = network.params().dup();
        network.clear();
        Dense.train(network, 3, 5);
        assertThat(listener.mask()).isEqualTo(mask);
        assertThat(listener.variance()).isEqualTo(variance);
        FrozenParameters.assertStayed(mask, before, network.params());
    }

    @Test
    void whatIsFrozenByHandSurvivesClearUnderAListener() {
        MultiLayerNetwork network = Dense.network();
        Training.listen(network, FreezePlan.never());
        Dense.train(network, 0, 2);
        FreezeMask mask =
                ParameterOrder.ascending(network.params().toDoubleVector()).lowest(40);
        FreezableNetwork.of(network).freeze(mask);
        Dense.train(network, 2, 4);
        network.clear();
        INDArray before = network.params().dup();
        Dense.train(network, 4, 6);
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(mask);
        FrozenParameters.assertStayed(mask, before, network.params());
        FreezableNetwork.of(network).thaw();
        network.setLearningRate(0.02);
        Dense.train(network, 6, 7);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen())
                .as("thawed by hand")
                .isFalse();
    }
}
