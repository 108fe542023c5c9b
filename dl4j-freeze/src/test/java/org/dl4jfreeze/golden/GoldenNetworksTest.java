package org.dl4jfreeze.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trainings against an independent implementation, to 1e-10, by direct memory and by ND4J operations. */
class GoldenNetworksTest {

    private static final double TOLERANCE = 1e-10;

    @AfterEach
    void directMemoryAgain() {
        DirectBuffers.setEnabled(true);
    }

    @ParameterizedTest
    @CsvSource({
        "linear-regression,true", "mlp-regression,true", "mlp-classification,true",
        "linear-regression,false", "mlp-regression,false", "mlp-classification,false"
    })
    void trainingThroughT0EqualsTheIndependentImplementation(String name, boolean direct) {
        DirectBuffers.setEnabled(direct);
        GoldenCase golden = GoldenCase.load(name);
        MultiLayerNetwork network = golden.network(new FreezingAdam(
                golden.adam("learning_rate"), golden.adam("beta1"), golden.adam("beta2"), golden.adam("epsilon")));
        FreezingListener listener = new FreezingListener(
                FreezePlan.atIteration(golden.integer("t0")).count(golden.integer("k")));
        network.addListeners(listener);
        double[] losses = golden.vector("losses");
        for (int t = 0; t < golden.integer("iterations"); t++) {
            assertThat(golden.fit(network, t)).isCloseTo(losses[t], within(TOLERANCE));
            if (t < 3) {
                assertClose(network, golden.vector("w_after_" + (t + 1)));
            }
            if (t + 1 == golden.integer("t0")) {
                assertClose(network, golden.vector("params_at_t0"));
                assertThat(listener.samplesTaken()).isEqualTo(golden.integer("t0"));
                assertThat(listener.variance().toDoubleVector())
                        .containsExactly(golden.vector("variance_at_t0"), within(TOLERANCE));
                assertThat(listener.order().ranks()).containsExactly(golden.ranks());
                for (int i = 0; i < golden.integer("p"); i++) {
                    assertThat(listener.mask().isFrozen(i)).isEqualTo(golden.frozen()[i]);
                }
            }
        }
        assertClose(network, golden.vector("final_params"));
        assertThat(listener.samplesTaken()).isEqualTo(golden.integer("t0"));
    }

    private static void assertClose(MultiLayerNetwork network, double[] expected) {
        assertThat(network.params().toDoubleVector()).containsExactly(expected, within(TOLERANCE));
    }
}
