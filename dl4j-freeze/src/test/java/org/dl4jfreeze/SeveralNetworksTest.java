package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One listener on several networks answers for each of them. */
class SeveralNetworksTest {

    private static final int T0 = 4;

    private static FreezingListener newListener() {
        return FreezingListener.builder(FreezePlan.atIteration(T0).fraction(0.5))
                .covariance(Covariance.full())
                .build();
    }

    private static Model newNetwork(NetworkKind kind, FreezingListener listener) {
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        return model;
    }

    /** What a listener answers, of one network or of the one trained last. */
    static Stream<Arguments> questions() {
        return Stream.of(
                question("order", FreezingListener::order, FreezingListener::order),
                question(
                        "orderBy",
                        listener -> listener.orderBy(OrderCriterion.gradientVariance()),
                        (listener, network) -> listener.orderBy(network, OrderCriterion.gradientVariance())),
                question(
                        "statistic",
                        listener -> listener.statistic(OrderCriterion.gradientVariance()),
                        (listener, network) -> listener.statistic(network, OrderCriterion.gradientVariance())),
                question("mask", FreezingListener::mask, FreezingListener::mask),
                question("variance", FreezingListener::variance, FreezingListener::variance),
                question(
                        "covariance",
                        listener -> listener.covariance().diagonal(),
                        (listener, network) -> listener.covariance(network).diagonal()),
                question("samplesTaken", FreezingListener::samplesTaken, FreezingListener::samplesTaken),
                question("isFrozen", FreezingListener::isFrozen, FreezingListener::isFrozen));
    }

    private static Arguments question(
            String name, Function<FreezingListener, Object> ofLast, BiFunction<FreezingListener, Model, Object> ofOne) {
        return Arguments.of(name, ofLast, ofOne);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void eachNetworkHasItsOwnAnswerAndWithoutOneItIsThatOfTheNetworkTrainedLast(
            String name, Function<FreezingListener, Object> ofLast, BiFunction<FreezingListener, Model, Object> ofOne) {
        FreezingListener shared = newListener();
        List<Model> networks = new ArrayList<>();
        List<Object> alone = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
            int length = T0 + seed;
            FreezingListener own = newListener();
            NetworkKind.MULTI_LAYER.train(newNetwork(NetworkKind.MULTI_LAYER, own), 100 * seed, 100 * seed + length);
            alone.add(ofLast.apply(own));
            Model network = newNetwork(NetworkKind.MULTI_LAYER, shared);
            networks.add(network);
            NetworkKind.MULTI_LAYER.train(network, 100 * seed, 100 * seed + length);
            assertThat(ofLast.apply(shared)).isEqualTo(alone.get(seed));
        }
        for (int seed = 0; seed < 3; seed++) {
            assertThat(ofOne.apply(shared, networks.get(seed))).isEqualTo(alone.get(seed));
        }
        NetworkKind.MULTI_LAYER.train(networks.get(1), 500, 501);
        assertThat(ofLast.apply(shared)).isEqualTo(ofOne.apply(shared, networks.get(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void aNetworkThatItHasNotSeenIsRefused(
            String name, Function<FreezingListener, Object> ofLast, BiFunction<FreezingListener, Model, Object> ofOne) {
        FreezingListener listener = newListener();
        Model other = NetworkKind.MULTI_LAYER.network(new FreezingAdam(0.01));
        assertThatThrownBy(() -> ofOne.apply(listener, other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not seen this network, but none so far; add it to this network");
        NetworkKind.MULTI_LAYER.train(newNetwork(NetworkKind.MULTI_LAYER, listener), 0, T0);
        assertThatThrownBy(() -> ofOne.apply(listener, other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not seen this network, but 1 other so far");
        assertThatThrownBy(() -> ofOne.apply(listener, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("The network is null; pass one that the listener has seen");
    }

    @ParameterizedTest
    @EnumSource
    void takingTurnsEachNetworkKeepsItsAnswers(NetworkKind kind) {
        FreezingListener listener = newListener();
        Model first = newNetwork(kind, listener);
        Model second = newNetwork(kind, listener);
        for (int t = 0; t < T0; t++) {
            kind.train(first, t, t + 1);
            assertThat(listener.samplesTaken()).isEqualTo(t + 1);
            if (t < T0 - 1) {
                kind.train(second, 100 + t, 101 + t);
            }
        }
        assertThat(listener.isFrozen(first)).isTrue();
        assertThat(listener.isFrozen(second)).isFalse();
        assertThat(listener.samplesTaken(second)).isEqualTo(T0 - 1);
        assertThat(Bits.of(listener.variance(second)))
                .containsExactly(Bits.of(FreezableNetwork.of(second).variance()));
    }

    @Test
    void aListenerWithoutANetworkIsNotFrozenAndHasNoSamples() {
        assertThat(newListener().isFrozen()).isFalse();
        assertThat(newListener().samplesTaken()).isZero();
    }
}
