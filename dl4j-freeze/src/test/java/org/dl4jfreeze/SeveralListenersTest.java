package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** A listener among others, twice on one network, or on two networks. */
class SeveralListenersTest {

    @Test
    void twoListenersOnOneNetworkEachKeepTheirOwnVariance() {
        MultiLayerNetwork alone = Dense.network();
        FreezingListener single =
                Training.listen(alone, FreezePlan.atIteration(4).count(20));
        Dense.train(alone, 0, 4);
        MultiLayerNetwork network = Dense.network();
        FreezingListener first = new FreezingListener(FreezePlan.atIteration(4).count(20));
        FreezingListener second = new FreezingListener(FreezePlan.atIteration(4).count(20));
        network.addListeners(first, second);
        Dense.train(network, 0, 4);
        assertThat(Bits.of(first.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(Bits.of(second.variance())).containsExactly(Bits.of(single.variance()));
        assertThat(network.params()).isEqualTo(alone.params());
        FrozenParameters.assertSameMask(first.mask(), single.mask());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void trainingWithOtherListenersIsThatWithThisOneOnlyWhateverThePosition(int position) {
        MultiLayerNetwork only = Dense.network();
        FreezingListener expected =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        only.setListeners(expected);
        Dense.train(only, 0, 8);
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        List<TrainingListener> listeners =
                new ArrayList<>(List.of(new CollectScoresListener(1), new ScoreIterationListener(1000)));
        listeners.add(position, listener);
        network.setListeners(listeners);
        Dense.train(network, 0, 8);
        assertThat(Bits.of(network.params())).containsExactly(Bits.of(only.params()));
        assertThat(listener.mask()).isEqualTo(expected.mask());
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
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
        assertThat(listener.mask().frozenCount()).isEqualTo(42);
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
        assertThat(frozenFirst.frozenCount()).isEqualTo(66);
        Dense.train(network, 2, 6);
        assertThat(second.mask().or(frozenFirst)).isEqualTo(second.mask());
        assertThat(second.mask().frozenCount()).isGreaterThan(frozenFirst.frozenCount());
    }

    @Test
    void oneListenerServesTwoNetworksEachOnItsOwn() {
        MultiLayerNetwork first = Dense.network();
        ComputationGraph second = TestNetworks.graph(DataType.DOUBLE, new FreezingAdam(0.01), false);
        FreezingListener listener =
                Training.listen(first, FreezePlan.atIteration(3).fraction(0.5));
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
