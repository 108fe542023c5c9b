package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Arguments that are null or make no sense are refused by name, with what to pass instead. */
class NullArgumentsTest {

    private static final FreezePlan PLAN = FreezePlan.atIteration(5).fraction(0.5);

    @Test
    void nullIsRefusedByTheNameOfTheArgument() {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));
        FreezingListener listener = new FreezingListener(PLAN);
        network.addListeners(listener);
        Map<String, ThrowingCallable> calls = new TreeMap<>();
        calls.put("later", () -> PLAN.then(null));
        calls.put("order", () -> PLAN.by(null));
        calls.put("rule", () -> FreezePlan.atPlateau(null));
        calls.put("plan", () -> new FreezingListener(null));
        calls.put("sampler", () -> FreezingListener.builder(PLAN).sampler(null));
        calls.put("smoothing", () -> FreezingListener.builder(PLAN).smoothing(null));
        calls.put("covariance", () -> FreezingListener.builder(PLAN).covariance(null));
        calls.put("criteria", () -> FreezingListener.builder(PLAN).collect((OrderCriterion[]) null));
        calls.put("criterion", () -> FreezingListener.builder(PLAN)
                .collect(OrderCriterion.magnitude(), (OrderCriterion) null));
        calls.put("criterion ", () -> listener.orderBy(null));
        calls.put("adam", () -> new FreezingAdam((Adam) null));
        calls.put("mask", () -> FreezableNetwork.of(network).freeze(null));
        calls.put("mask ", () -> ParameterOrder.of(2, 0, 1).extended(null, 1));
        calls.put("eligible", () -> ParameterOrder.random(3, null, 1));
        calls.put("firstToLast", () -> ParameterOrder.of(3, (int[]) null));
        calls.forEach((argument, call) -> assertThatThrownBy(call)
                .as(argument)
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining(argument.strip() + " is null; pass"));
    }

    @Test
    void namesOfLayersAndKindsMustBeThere() {
        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> PLAN.includingLayers((String) null),
            () -> PLAN.excludingLayers("0", null),
            () -> PLAN.includingKinds((String) null),
            () -> PLAN.excludingKinds("W", null)
        }) {
            assertThatThrownBy(call)
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageMatching(
                            "Invalid filter of parameters, the name of a (layer|kind of parameter) is null;.*");
        }
        for (ThrowingCallable call :
                new ThrowingCallable[] {() -> PLAN.includingLayers((String[]) null), () -> PLAN.excludingKinds()}) {
            assertThatThrownBy(call).hasMessageContaining("at least one");
        }
    }

    @Test
    void ordersHaveEachParameterOfTheNetworkAtMostOnce() {
        assertThatThrownBy(() -> ParameterOrder.random(-1, new int[0], 1))
                .hasMessageContaining("parameterCount, must be at least 0, received -1");
        assertThatThrownBy(() -> ParameterOrder.of(-1)).hasMessageContaining("parameterCount");
        assertThatThrownBy(() -> ParameterOrder.random(3, new int[] {0, 1, 0}, 1))
                .hasMessageContaining("eligible must have each index within [0,3) at most once, received 0 twice");
        assertThatThrownBy(() -> ParameterOrder.random(3, new int[] {3}, 1)).hasMessageContaining("received 3");
        assertThatThrownBy(() -> ParameterOrder.ascending(3, new int[] {-1}, i -> i))
                .hasMessageContaining("received -1");
        assertThatThrownBy(() -> ParameterOrder.ascending(3, new int[] {2, 2}, i -> i))
                .hasMessageContaining("received 2 twice");
        assertThat(ParameterOrder.random(3, new int[] {2, 0}, 1).size()).isEqualTo(2);
    }
}
