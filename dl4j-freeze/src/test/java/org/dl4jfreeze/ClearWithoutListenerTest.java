package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.junit.jupiter.api.Test;

/** {@code MultiLayerNetwork.clear()} drops the updater and its state; nobody listens to these networks. */
class ClearWithoutListenerTest {

    private static final NetworkKind KIND = NetworkKind.MULTI_LAYER;

    private static MultiLayerNetwork frozen() {
        MultiLayerNetwork network = (MultiLayerNetwork) KIND.network(new FreezingAdam(0.02));
        KIND.train(network, 0, 3);
        FreezableNetwork.of(network).freeze(everyThird(network));
        KIND.train(network, 3, 5);
        return network;
    }

    private static FreezeMask everyThird(Model model) {
        int n = FreezableNetwork.of(model).parameterCount();
        FreezeMask.Builder mask = new FreezeMask.Builder(n);
        for (int i = 0; i < n; i += 3) {
            mask.freeze(i);
        }
        return mask.build();
    }

    private static void assertFrozenStayed(long[] before, Model model) {
        long[] after = Bits.of(model.params());
        FrozenParameters.assertStayed(everyThird(model), before, after);
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void whatIsFrozenStaysSo() {
        MultiLayerNetwork network = frozen();
        long[] before = Bits.of(network.params());
        network.clear();
        KIND.train(network, 5, 9);
        assertFrozenStayed(before, network);
        network.clear();
        network.clear();
        KIND.train(network, 9, 12);
        assertFrozenStayed(before, network);
    }

    @Test
    void theMaskIsThereAsSoonAsItIsAskedForAndIsSavedThen() {
        MultiLayerNetwork network = frozen();
        long[] before = Bits.of(network.params());
        network.clear();
        assertThat(FreezableNetwork.of(network).mask()).isEqualTo(everyThird(network));
        Model restored = Saving.restored(network, true);
        KIND.train(restored, 5, 9);
        assertFrozenStayed(before, restored);
    }

    @Test
    void whatWasThawedIsNotFrozenAgain() {
        MultiLayerNetwork network = frozen();
        FreezableNetwork.of(network).thaw();
        network.clear();
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isFalse();
        KIND.train(network, 5, 7);
        assertThat(FreezableNetwork.of(network).mask().isAnyFrozen()).isFalse();
    }

    @Test
    void anotherNetworkOnTheSameConfigurationIsNotConcerned() {
        MultiLayerNetwork network = frozen();
        MultiLayerNetwork other = new MultiLayerNetwork(network.getLayerWiseConfigurations());
        other.init();
        long[] before = Bits.of(other.params());
        network.clear();
        KIND.train(other, 0, 2);
        assertThat(FreezableNetwork.of(other).mask().isAnyFrozen()).isFalse();
        long[] after = Bits.of(other.params());
        assertThat(FrozenParameters.activeThatMoved(FreezableNetwork.of(other).mask(), before, after))
                .as("parameters that moved")
                .isEqualTo(after.length);
    }
}
