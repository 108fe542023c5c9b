package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.support.Observed.END;
import static org.dl4jfreeze.support.Observed.T0;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Observed;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Learning rates change, listeners are added late, removed and added again: samples and mask are kept. */
class LifecycleTest {

    private static MapSchedule until(int iteration, double before, double after) {
        Map<Integer, Double> rates = new HashMap<>();
        rates.put(0, before);
        rates.put(iteration, after);
        return new MapSchedule(ScheduleType.ITERATION, rates);
    }

    private static int share(double fraction, Model model) {
        return (int) Math.round(fraction * model.numParams());
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aLearningRateSetIsTheSameRateByASchedule(NetworkKind kind, int at) {
        MapSchedule schedule = at == 0 ? until(END, 0.002, 0.002) : until(at, 0.01, 0.002);
        Observed expected = Observed.of(kind, new FreezingAdam(schedule)).train(0, END);
        for (boolean bySchedule : new boolean[] {false, true}) {
            Observed ours = Observed.of(kind);
            ours.train(0, at);
            if (bySchedule) {
                NetworkKind.setLearningRate(ours.model(), until(END, 0.002, 0.002));
            } else {
                NetworkKind.setLearningRate(ours.model(), 0.002);
            }
            ours.train(at, END);
            ours.assertSameAs(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aLayersLearningRateSplitsABlockAndLosesNothing(NetworkKind kind, int at) {
        Observed ours = Observed.of(kind);
        FreezingListener listener = ours.listener();
        ours.train(0, at);
        int blocks = UpdaterStates.updater(ours.model()).getUpdaterBlocks().size();
        long[] m = UpdaterStates.of(ours.model(), "M");
        long[] v = UpdaterStates.of(ours.model(), "V");
        INDArray variance = at == 0 ? null : listener.variance();
        FreezeMask mask = FreezableNetwork.of(ours.model()).mask();
        assertThat(mask.isAnyFrozen()).isEqualTo(at >= T0);
        NetworkKind.setLayersLearningRate(ours.model(), 0.002);
        assertThat(UpdaterStates.updater(ours.model()).getUpdaterBlocks()).hasSizeGreaterThan(blocks);
        assertThat(UpdaterStates.of(ours.model(), "M")).containsExactly(m);
        assertThat(UpdaterStates.of(ours.model(), "V")).containsExactly(v);
        assertThat(FreezableNetwork.of(ours.model()).mask()).isEqualTo(mask);
        if (at > 0) {
            assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
            assertThat(listener.samplesTaken()).isEqualTo(Math.min(at, T0));
        }
        // back again, so that the rest of the training is one that is known
        NetworkKind.setLayersLearningRate(ours.model(), 0.01);
        ours.train(at, END);
        ours.assertSameAs(Observed.undisturbed(kind));
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aListenerRemovedAndAddedAgainGoesOn(NetworkKind kind, int at) {
        Observed ours = Observed.of(kind);
        ours.train(0, at);
        Training.setListeners(ours.model());
        Training.addListeners(ours.model(), ours.listener());
        ours.train(at, END);
        ours.assertSameAs(Observed.undisturbed(kind));
    }

    @ParameterizedTest
    @EnumSource
    void iterationsThatAListenerDidNotSeeDoNotCount(NetworkKind kind) {
        Observed ours = Observed.of(kind);
        FreezingListener listener = ours.listener();
        ours.train(0, 3);
        Training.setListeners(ours.model());
        ours.train(3, 3 + T0);
        Training.addListeners(ours.model(), listener);
        ours.train(3 + T0, 2 + 2 * T0 - 3);
        assertThat(listener.isFrozen()).isFalse();
        ours.train(20, 21);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(share(0.6, ours.model()));
        assertThat(listener.samplesTaken()).isEqualTo(T0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFrozenStaysSoWhileTheListenerIsAway(NetworkKind kind) {
        FreezingListener listener = Observed.newListener();
        Model model = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.2));
        Training.addListeners(model, listener);
        kind.train(model, 0, T0);
        Training.setListeners(model);
        long[] before = Bits.of(model.params());
        kind.train(model, T0, END);
        long[] after = Bits.of(model.params());
        FrozenParameters.assertStayed(listener.mask(), before, after);
        assertThat(after).isNotEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aListenerAddedLateCountsFromThere(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.01));
        kind.train(model, 0, 10);
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(5).fraction(0.5));
        kind.train(model, 10, 14);
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isEqualTo(4);
        kind.train(model, 14, 15);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(share(0.5, model));
        assertThat(listener.samplesTaken()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void aPlanWhoseIterationTheNetworkHasLongPassedCountsFromAttachmentToo(NetworkKind kind) {
        Model model = kind.network(new FreezingAdam(0.01));
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).getLayerWiseConfigurations().setIterationCount(10_000);
        } else {
            ((ComputationGraph) model).getConfiguration().setIterationCount(10_000);
        }
        FreezingListener listener =
                Training.listen(model, FreezePlan.atIteration(5).fraction(0.5));
        kind.train(model, 0, 4);
        assertThat(listener.isFrozen()).isFalse();
        kind.train(model, 4, 5);
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().frozenCount()).isEqualTo(share(0.5, model));
        assertThat(listener.samplesTaken()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aListenerOnTheNetworkTwiceIsAsGoodAsOnce(NetworkKind kind, int at) {
        Observed ours = Observed.of(kind);
        ours.train(0, at);
        Training.addListeners(ours.model(), ours.listener());
        assertThat(NetworkKind.listeners(ours.model())).hasSize(2);
        ours.train(at, END);
        ours.assertSameAs(Observed.undisturbed(kind));
    }

    @ParameterizedTest
    @EnumSource
    void oneListenerFreezesTwoNetworksEachAtItsOwnTimeAndAnswersForTheFirst(NetworkKind kind) {
        Observed first = Observed.of(kind);
        first.train(0, 4);
        NetworkKind otherKind = kind == NetworkKind.GRAPH ? NetworkKind.MULTI_LAYER : NetworkKind.GRAPH;
        Observed second = new Observed(otherKind, otherKind.network(new FreezingAdam(0.01)), first.listener());
        second.train(0, 5);
        first.train(4, T0);
        assertThat(first.listener().isFrozen()).isTrue();
        assertThat(FreezableNetwork.of(first.model()).mask().isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(second.model()).mask().isAnyFrozen()).isFalse();
        second.train(5, END);
        first.train(T0, END);
        first.assertSameAs(Observed.undisturbed(kind));
        Observed alone = Observed.undisturbed(otherKind);
        assertThat(Bits.of(second.model().params()))
                .containsExactly(Bits.of(alone.model().params()));
        assertThat(FreezableNetwork.of(second.model()).mask())
                .isEqualTo(alone.listener().mask());
    }
}
