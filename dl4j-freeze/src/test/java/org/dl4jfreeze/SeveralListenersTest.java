package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** A listener among others, twice on one network, or on two networks. */
class SeveralListenersTest {

    @Test
    void twoListenersOnOneNetworkEachKeepTheirOwnVariance() {
        MultiLayerNetwork alone = Dense.network();
        FreezingListener single = new FreezingListener(FreezePlan.atIteration(4).count(20));
        alone.addListeners(single);
        Dense.train(alone, 0, 4);
        MultiLayerNetwork network = Dense.network();
        FreezingListener first = new FreezingListener(FreezePlan.atIteration(4).count(20));
        FreezingListener second = new FreezingListener(FreezePlan.atIteration(4).count(20));
        network.addListeners(first, second);
        Dense.train(network, 0, 4);
        assertThat(Bits.of(first.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(Bits.of(second.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(network.params()).isEqualTo(alone.params());
        assertThat(first.mask()).isEqualTo(single.mask());
    }

    @Test
    void worksInAnyPositionAmongOtherListeners() {
        long[] expected = null;
        for (int position = 0; position < 3; position++) {
            MultiLayerNetwork network = Dense.network();
            FreezingListener listener =
                    new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
            TrainingListener[] listeners = {new CollectScoresListener(1), new ScoreIterationListener(1000), null};
            listeners[2] = listeners[position];
            listeners[position] = listener;
            if (position == 2) {
                listeners[2] = listener;
            }
            network.setListeners(listeners);
            Dense.train(network, 0, 8);
            if (expected == null) {
                expected = Bits.of(network.params());
            }
            assertThat(Bits.of(network.params())).containsExactly(expected);
            assertThat(listener.mask().frozenCount()).isEqualTo(42);
        }
    }

    @Test
    void aListenerAddedTwiceCountsOnce() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        network.addListeners(listener, listener);
        Dense.train(network, 0, 3);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isEqualTo(3);
        network.fit(Dense.batch(3));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.samplesTaken()).isEqualTo(4);
    }

    @Test
    void whatAnotherListenerHasFrozenStaysFrozen() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener first = new FreezingListener(FreezePlan.atIteration(2).fraction(0.8));
        FreezingListener second =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.2).by(OrderCriterion.random(3)));
        network.addListeners(first, second);
        Dense.train(network, 0, 2);
        FreezeMask frozenFirst = first.mask();
        Dense.train(network, 2, 6);
        assertThat(second.mask().or(frozenFirst)).isEqualTo(second.mask());
        assertThat(second.mask().frozenCount()).isGreaterThan(frozenFirst.frozenCount());
    }

    @Test
    void oneListenerServesTwoNetworksEachOnItsOwn() {
        MultiLayerNetwork first = Dense.network();
        ComputationGraph second = TestNetworks.graph(DataType.DOUBLE, new FreezingAdam(0.01), false);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.5));
        first.addListeners(listener);
        second.addListeners(listener);
        for (int t = 0; t < 3; t++) {
            first.fit(Dense.batch(t));
            second.fit(TestData.graph(DataType.DOUBLE, 6, t));
        }
        assertThat(FreezableNetwork.of(first).mask().frozenCount()).isEqualTo(42);
        int graphParameters = (int) second.numParams();
        assertThat(FreezableNetwork.of(second).mask().frozenCount()).isEqualTo(Math.round(0.5f * graphParameters));
        assertThat(listener.samplesTaken()).isEqualTo(3);
    }
}
