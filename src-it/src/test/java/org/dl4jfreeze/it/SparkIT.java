package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.it.support.FrozenState;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.SparkTraining;
import org.dl4jfreeze.it.support.SparkWatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Parameter averaging on Spark: what is frozen is known to the updater state alone, which goes to and fro. */
class SparkIT extends OnSpark {

    private static final int T0 = 4;
    private static final int K = 41;

    @BeforeEach
    void forget() {
        SparkWatch.reset();
    }

    static Stream<Arguments> trainings() {
        return Stream.of(Kind.values())
                .flatMap(kind -> IntStream.of(2, 5).mapToObj(frequency -> Arguments.of(kind, frequency)));
    }

    private static List<DataSet> splits(int number, int frequency, int seed) {
        return batches(seed, 2 * frequency * number);
    }

    private static FreezingListener listener() {
        return new FreezingListener(FreezePlan.atIteration(T0).count(K));
    }

    @ParameterizedTest(name = "{0}, averaged every {1} iterations")
    @MethodSource("trainings")
    void allWorkersFreezeAsOneAndForGood(Kind kind, int frequency) {
        SparkTraining training =
                new SparkTraining(spark(), kind.network(DataType.DOUBLE), frequency, listener(), new SparkWatch());
        int splitsUntilT0 = (T0 + frequency - 1) / frequency;
        training.fit(splits(splitsUntilT0, frequency, 1));
        assertThat(SparkWatch.watch().mask()).as("mask before t0").isNull();
        assertThat(FreezableNetwork.of(training.model()).mask().isAnyFrozen())
                .as("frozen before t0")
                .isFalse();
        training.fit(splits(2, frequency, 2));
        Model model = training.model();
        FreezeMask mask = FreezableNetwork.of(model).mask();
        assertThat(mask.frozenCount()).isEqualTo(K);
        assertThat(SparkWatch.watch().mask()).isEqualTo(mask);
        assertThat(SparkWatch.watch().modelsSeenFrozen()).as("models frozen").isEqualTo(4);
        long[] frozen = FrozenState.frozenBits(mask, model);
        assertThat(frozen).isEqualTo(SparkWatch.watch().frozenBits());
        double[] before = model.params().toDoubleVector();
        for (int fit = 0; fit < 2; fit++) {
            training.fit(splits(2, frequency, 3 + fit));
            assertFrozen(training.model(), mask, frozen, true);
        }
        assertThat(SparkWatch.watch().violations()).isEmpty();
        double[] after = training.model().params().toDoubleVector();
        assertThat(IntStream.range(0, before.length).filter(i -> !mask.isFrozen(i)))
                .as("active parameters")
                .isNotEmpty()
                .allSatisfy(i -> assertThat(after[i]).isNotEqualTo(before[i]));
    }

    /** Until t0, that is: afterwards no samples are taken, and what is averaged then are equal numbers. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theVarianceOnTheDriverIsThatOfAllWorkersSamples(Kind kind) {
        SparkTraining training =
                new SparkTraining(spark(), kind.network(DataType.DOUBLE), 2, listener(), new SparkWatch());
        training.fit(splits(T0 / 2, 2, 1));
        assertVarianceIsThatOfAllSamples(training.model(), 2 * T0);
    }

    /**
     * DL4J's default: nothing of the updater comes back, and the plan would start from scratch with every task. A ComputationGraph
     * forgets on Spark how many iterations it has done, so nothing can be noticed there.
     */
    @Test
    void aTrainingMasterThatDropsUpdaterStateIsRefusedWithTheWayOut() {
        Model network = Kind.values()[0].network(DataType.DOUBLE);
        assertThat(network).isInstanceOf(MultiLayerNetwork.class);
        SparkTraining training = new SparkTraining(spark(), network, 2, false, listener());
        assertThatThrownBy(() -> training.fit(splits(2, 2, 1))).hasStackTraceContaining("saveUpdater(true)");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatUpdaterStateCannotCarryIsRefusedBeforeTheFirstUpdate(Kind kind) {
        FreezingListener plateau = new FreezingListener(FreezePlan.atPlateau().fraction(0.5));
        SparkTraining training = new SparkTraining(spark(), kind.network(DataType.DOUBLE), 2, plateau);
        double[] before = training.model().params().toDoubleVector();
        assertThatThrownBy(() -> training.fit(splits(1, 2, 1)))
                .hasStackTraceContaining("use atIteration in place of atPlateau");
        assertThat(training.model().params().toDoubleVector()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFullCovarianceIsRefusedBeforeTheFirstUpdate(Kind kind) {
        for (FreezingListener full : List.of(
                FreezingListener.builder(FreezePlan.atIteration(T0).count(K))
                        .covariance(Covariance.full())
                        .build(),
                new FreezingListener(FreezePlan.atIteration(T0).count(K).by(OrderCriterion.conditionalVariance())))) {
            SparkTraining training = new SparkTraining(spark(), kind.network(DataType.DOUBLE), 2, full);
            double[] before = training.model().params().toDoubleVector();
            assertThatThrownBy(() -> training.fit(splits(1, 2, 1)))
                    .hasStackTraceContaining("the full covariance; ")
                    .hasStackTraceContaining("gradientVariance()");
            assertThat(training.model().params().toDoubleVector()).isEqualTo(before);
        }
    }

    /** The demands can be met: a mask written on the driver reaches all workers and comes back as it was. */
    @ParameterizedTest(name = "{0}, averaged every {1} iterations")
    @MethodSource("trainings")
    void theWatchIsContentWithFreezingByHand(Kind kind, int frequency) {
        Model model = kind.network(DataType.DOUBLE);
        FreezeMask.Builder everySecond = new FreezeMask.Builder((int) model.numParams());
        for (int i = 0; i < model.numParams(); i += 2) {
            everySecond.freeze(i);
        }
        FreezableNetwork.of(model).freeze(everySecond.build());
        long[] frozen = FrozenState.frozenBits(everySecond.build(), model);
        SparkTraining training = new SparkTraining(spark(), model, frequency, new SparkWatch());
        training.fit(splits(3, frequency, 1));
        assertThat(SparkWatch.watch().violations()).isEmpty();
        assertThat(SparkWatch.watch().modelsSeenFrozen()).isEqualTo(6);
        assertThat(SparkWatch.watch().iterations()).containsOnly(frequency);
        assertFrozen(training.model(), everySecond.build(), frozen, false);
    }
}
