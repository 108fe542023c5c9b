package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FrozenState;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.SparkTraining;
import org.dl4jfreeze.it.support.SparkWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Plans on Spark one after the other, and by epochs. */
class SparkPlansIT extends OnSpark {

    private static final int FREQUENCY = 2;

    @BeforeEach
    void forget() {
        SparkWatch.reset();
    }

    private SparkTraining training(Model model, FreezePlan plan) {
        return new SparkTraining(spark(), model, FREQUENCY, new FreezingListener(plan), new SparkWatch());
    }

    /** Of a number of iterations on each of the two workers. */
    private static void fit(SparkTraining training, int iterations, int seed) {
        training.fit(batches(seed, 2 * iterations));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherPlanBeginsAnewAndKeepsWhatTheFirstHasFrozen(Kind kind) {
        SparkTraining first = training(
                kind.network(DataType.DOUBLE), FreezePlan.atIteration(4).count(20));
        fit(first, 8, 1);
        FreezeMask early = FreezableNetwork.of(first.model()).mask();
        assertThat(early.frozenCount()).isEqualTo(20);
        long[] frozen = FrozenState.frozenBits(early, first.model());
        SparkWatch.reset();
        SparkTraining second = training(first.model(), FreezePlan.atIteration(4).count(60));
        fit(second, 4, 2);
        assertThat(FreezableNetwork.of(second.model()).mask())
                .as("before the second t0")
                .isEqualTo(early);
        fit(second, 4, 3);
        FreezeMask late = FreezableNetwork.of(second.model()).mask();
        assertThat(late.frozenCount()).isGreaterThanOrEqualTo(60);
        assertThat(late.or(early)).isEqualTo(late);
        assertThat(FrozenState.frozenBits(early, second.model())).isEqualTo(frozen);
    }

    @Test
    void aGraphForgetsItsEpochsSoAPlanThatCountsThemIsRefused() {
        SparkTraining graph = training(
                Kind.COMPUTATION_GRAPH.network(DataType.DOUBLE),
                FreezePlan.atEpoch(1).count(20));
        double[] before = graph.model().params().toDoubleVector();
        assertThatThrownBy(() -> fit(graph, 2, 1)).hasStackTraceContaining("epochs of a ComputationGraph");
        assertThat(graph.model().params().toDoubleVector()).isEqualTo(before);
    }

    @Test
    void aMultiLayerNetworkFreezesAfterAnEpoch() {
        SparkTraining training = training(
                Kind.MULTI_LAYER_NETWORK.network(DataType.DOUBLE),
                FreezePlan.atEpoch(1).count(20));
        fit(training, 4, 1);
        assertThat(FreezableNetwork.of(training.model()).mask().isAnyFrozen()).isFalse();
        fit(training, 4, 2);
        assertThat(FreezableNetwork.of(training.model()).mask().frozenCount()).isEqualTo(20);
    }
}
