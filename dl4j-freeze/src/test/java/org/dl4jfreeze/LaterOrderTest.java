package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.Dense;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** An order that nobody asks for is not made when something is frozen, and is the same when somebody does. */
class LaterOrderTest {

    private static final int T0 = 4;

    static Stream<OrderCriterion> criteria() {
        return Arrays.stream(OrderCriterion.names()).map(name -> OrderCriterion.named(name, 5));
    }

    static Stream<Arguments> kindsAndCriteria() {
        return Stream.of(NetworkKind.values()).flatMap(kind -> criteria().map(by -> Arguments.of(kind, by)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kindsAndCriteria")
    void anOrderAskedForLaterIsTheOneAtFreezing(NetworkKind kind, OrderCriterion criterion) {
        FreezePlan plan = FreezePlan.atIteration(T0).fraction(0.5).by(criterion);
        Model asked = kind.network(new FreezingAdam(0.01));
        FreezingListener atOnce = Training.listen(asked, plan);
        kind.train(asked, 0, T0);
        ParameterOrder expected = atOnce.order();
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener later = Training.listen(model, plan);
        kind.train(model, 0, T0 + 2);
        NetworkKind.setLearningRate(model, 0.02);
        kind.train(model, T0 + 2, T0 + 3);
        assertThat(later.mask()).isEqualTo(expected.lowest((int) Math.round(0.5 * expected.size())));
        later.thaw();
        kind.train(model, T0 + 3, T0 + 5);
        assertThat(later.order()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void anOrderBetweenReorderingsIsTheLastOneThoughSamplingGoesOn(OrderCriterion criterion) {
        FreezePlan plan = FreezePlan.atIteration(3)
                .fraction(0.3)
                .then(FreezePlan.atIteration(5).fraction(0.6))
                .by(criterion)
                .reorderedEvery(4)
                .until(9);
        MultiLayerNetwork asked = Dense.network();
        FreezingListener always = Training.listen(asked, plan);
        ParameterOrder last = null;
        for (int t = 0; t < 12; t++) {
            Dense.train(asked, t, t + 1);
            boolean acts = t == 2 || t == 4 || t == 6;
            assertThat(always.mask().frozenCount()).as("after %d", t + 1).isEqualTo(t < 2 ? 0 : t < 4 ? 25 : 50);
            if (t >= 2 && !acts) {
                assertThat(always.order()).as("after %d", t + 1).isEqualTo(last);
            }
            last = t < 2 ? null : always.order();
            MultiLayerNetwork network = Dense.network();
            FreezingListener once = Training.listen(network, plan);
            Dense.train(network, 0, t + 1);
            if (last != null) {
                assertThat(once.order()).as("after %d", t + 1).isEqualTo(last);
            }
        }
    }

    @Test
    void whatIsFrozenIsTheStartOfTheOrderInEveryDataTypeOnBothPaths() {
        BothPaths.forEach(() -> {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16}) {
                criteria().forEach(criterion -> {
                    MultiLayerNetwork network = TestNetworks.dense(
                            type,
                            new FreezingAdam(0.01, 0.9, 0.999, 1e-3),
                            builder -> builder.biasUpdater(new FreezingAdam(0.002, 0.9, 0.999, 1e-3)));
                    FreezingListener listener = Training.listen(
                            network,
                            FreezePlan.atIteration(3)
                                    .fraction(0.5)
                                    .by(criterion)
                                    .excludingLayers(NetworkView.of(network)
                                            .groups()
                                            .get(2)
                                            .layer()));
                    Training.fit(network, 0, 3, t -> TestData.dense(type, 6, t));
                    assertThat(listener.order().size()).isEqualTo(24 + 6 + 15 + 3);
                    assertThat(listener.mask())
                            .as("%s by %s", type, criterion)
                            .isEqualTo(listener.order().lowest(24));
                });
            }
        });
    }

    /** DL4J gives the updater state back with the network, and with it what the order would be made of. */
    @Test
    void ofANetworkThatIsClosedAnOrderIsThereOnlyIfItWasAskedForBefore() {
        FreezePlan plan = FreezePlan.atIteration(T0).fraction(0.5);
        for (boolean ask : new boolean[] {true, false}) {
            MultiLayerNetwork network = Dense.network();
            FreezingListener listener = Training.listen(network, plan);
            Dense.train(network, 0, T0);
            assertThat(listener.mask().frozenCount()).isEqualTo(42);
            ParameterOrder before = ask ? listener.order() : null;
            network.close();
            if (ask) {
                assertThat(listener.order()).isEqualTo(before);
            } else {
                assertThatThrownBy(listener::order)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has been closed");
            }
        }
    }

    @Test
    void aVarianceThatSomebodyHasWrittenToIsNotTakenForTheOneAtFreezing() {
        MultiLayerNetwork network = Dense.network();
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(T0).fraction(0.5));
        Dense.train(network, 0, T0);
        NetworkView.of(network).setVariance(Nd4j.rand(DataType.DOUBLE, 83));
        assertThatThrownBy(listener::order)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the gradient variance it is based on was modified by another component");
    }
}
