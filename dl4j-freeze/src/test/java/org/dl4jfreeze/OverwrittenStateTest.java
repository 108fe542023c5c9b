package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Other code erases Adam's state, or puts another one in its place, with the mask and the variance in it. */
class OverwrittenStateTest {

    private static final int T0 = 5;

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void closeLog() {
        log.close();
    }

    private static INDArray state(UpdaterBlock block, String key) {
        return (INDArray) block.getGradientUpdater().getState().get(key);
    }

    private static Model cloneOf(Model model) {
        Model clone = NetworkKind.cloneOf(model);
        if (clone instanceof ComputationGraph) {
            // DL4J's clone of a graph begins at 0
            ((ComputationGraph) clone)
                    .getConfiguration()
                    .setIterationCount(((ComputationGraph) model).getIterationCount());
        }
        return clone;
    }

    private static Consumer<Model> erase() {
        return model -> Training.updaterState(model).assign(0);
    }

    private static Consumer<Model> replace() {
        return model -> {
            INDArray state = Training.updaterState(model);
            INDArray other = Nd4j.rand(state.shape()).castTo(state.dataType()).muli(0.01);
            UpdaterStates.updater(model).setStateViewArray(null, other, false);
        };
    }

    static Stream<Arguments> ways() {
        return Stream.of(NetworkKind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, "erased"), Arguments.of(kind, "replaced")));
    }

    private static Consumer<Model> way(String name) {
        return name.equals("erased") ? erase() : replace();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsFrozenStaysSoBitForBitAndOneLineSaysIt(NetworkKind kind, String way) {
        for (int iterations : new int[] {T0, T0 + 3}) {
            int before = log.warnings().size();
            Model model = kind.network(new FreezingAdam(0.02));
            FreezingListener listener =
                    Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
            kind.train(model, 0, iterations);
            FreezeMask mask = listener.mask();
            long[] bits = Bits.of(model.params());
            for (int round = 0; round < 2; round++) {
                way(way).accept(model);
                kind.train(model, iterations, iterations + 3);
            }
            FrozenParameters.assertStayed(mask, bits, Bits.of(model.params()));
            assertThat(Bits.of(model.params())).isNotEqualTo(bits);
            assertThat(listener.mask()).isEqualTo(mask);
            assertThat(log.warnings().subList(before, log.warnings().size()))
                    .singleElement()
                    .asString()
                    .contains(mask.frozenCount() + " frozen parameters", "thaw()");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aQueryBetweenSeesTheMask(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.02));
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
        kind.train(model, 0, T0 + 1);
        FreezeMask mask = listener.mask();
        erase().accept(model);
        assertThat(listener.mask()).isEqualTo(mask);
        assertThat(FreezableNetwork.of(model).mask()).isEqualTo(mask);
    }

    @Test
    void theMaskIsMissedAlsoWhereNoActiveParameterHasAMoment() {
        MultiLayerNetwork network = (MultiLayerNetwork) NetworkKind.MULTI_LAYER.network(new FreezingAdam(0.02));
        FreezableNetwork freezable = FreezableNetwork.of(network);
        FreezingListener listener = Training.listen(network, FreezePlan.never());
        // only the first layer has parameters without a gradient: its input is 0
        FreezeMask.Builder mask = new FreezeMask.Builder(freezable.parameterCount());
        for (int i = 1; i < freezable.parameterCount(); i += i < 24 ? 5 : 1) {
            mask.freeze(i);
        }
        freezable.freeze(mask.build());
        for (int t = 0; t < 3; t++) {
            network.fit(
                    Nd4j.zeros(network.params().dataType(), 6, 4),
                    NetworkKind.MULTI_LAYER.batch(t).getLabels(0));
        }
        erase().accept(network);
        network.fit(
                Nd4j.zeros(network.params().dataType(), 6, 4),
                NetworkKind.MULTI_LAYER.batch(3).getLabels(0));
        assertThat(freezable.mask().frozenCount()).isEqualTo(mask.build().frozenCount());
        assertThat(listener.mask()).isEqualTo(freezable.mask());
        assertThat(log.warnings()).filteredOn(line -> line.contains("mask")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void thawingByHandIsNoErasure(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.02));
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0).fraction(0.5));
        kind.train(model, 0, T0 + 2);
        System.gc();
        FreezableNetwork.of(model).thaw();
        kind.train(model, T0 + 2, T0 + 4);
        assertThat(listener.mask().isAnyFrozen()).isFalse();
        assertThat(log.warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theVarianceStartsAgainAndTheOrderIsOfTheSamplesSince(NetworkKind kind, String way) {
        Model model = kind.network(new FreezingAdam(0.02));
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0 + 4).fraction(0.5));
        kind.train(model, 0, T0);
        assertThat(listener.samplesTaken()).isEqualTo(T0);
        way(way).accept(model);
        Model clone = cloneOf(model);
        kind.train(model, T0, T0 + 4);
        assertThat(listener.samplesTaken()).isEqualTo(4);
        assertThat(log.warnings()).singleElement().asString().contains(T0 + " samples", "t = 1");
        assertThat(listener.isFrozen()).isTrue();

        UpdaterStates.updater(clone).getUpdaterBlocks().forEach(block -> state(block, "VARIANCE")
                .assign(0));
        FreezingListener another = Training.listen(clone, FreezePlan.never());
        kind.train(clone, T0, T0 + 4);
        assertThat(Bits.of(listener.variance(model))).isEqualTo(Bits.of(another.variance()));
        assertThat(listener.order(model)).isEqualTo(another.orderBy(OrderCriterion.gradientVariance()));
    }

    @ParameterizedTest
    @EnumSource
    void resettingTheMomentsAloneLosesNothing(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.02));
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(T0 + 4).fraction(0.5));
        kind.train(model, 0, T0);
        UpdaterStates.updater(model).getUpdaterBlocks().forEach(block -> {
            state(block, "M").assign(0);
            state(block, "V").assign(0);
        });
        kind.train(model, T0, T0 + 5);
        assertThat(listener.samplesTaken()).isEqualTo(T0 + 4);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(log.warnings()).isEmpty();
    }
}
