package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.support.Observed.END;
import static org.dl4jfreeze.support.Observed.T0;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Observed;
import org.dl4jfreeze.support.Saving;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code clear()} drops a network's updater in the middle of training: samples and mask are not lost with it. */
class ClearTest {

    private static void clear(Model model) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).clear();
        } else {
            ((ComputationGraph) model).clear();
        }
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void clearLosesNoSamplesAndNoMask(NetworkKind kind, int at) {
        for (boolean asked : new boolean[] {false, true}) {
            Observed ours = Observed.of(kind);
            FreezingListener listener = ours.listener();
            ours.train(0, at);
            INDArray variance = at == 0 ? null : listener.variance();
            long[] before = Bits.of(ours.model().params());
            clear(ours.model());
            if (asked && at > 0) {
                assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
                assertThat(FreezableNetwork.of(ours.model()).mask().isAnyFrozen())
                        .isEqualTo(at >= T0);
            }
            ours.train(at, END);
            if (at >= T0) {
                Observed expected = Observed.of(kind).train(0, at);
                FreezeMask mask = expected.listener().mask();
                long[] after = Bits.of(ours.model().params());
                FrozenParameters.assertSameMask(listener.mask(), mask);
                assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(variance));
                FrozenParameters.assertStayed(mask, before, after);
                assertThat(after).isNotEqualTo(before);
            }
            assertThat(listener.samplesTaken()).isEqualTo(T0);
            assertThat(listener.isFrozen()).isTrue();
            assertThat(listener.mask().frozenCount())
                    .isEqualTo((int) Math.round(0.6 * listener.order().size()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileWrittenRightAfterClearAndAQuestionHoldsTheMask(NetworkKind kind) {
        Observed ours = Observed.of(kind);
        FreezingListener listener = ours.listener();
        ours.train(0, 9);
        FreezeMask mask = listener.mask();
        long[] before = Bits.of(ours.model().params());
        clear(ours.model());
        assertThat(listener.isFrozen()).isTrue();
        Model restored = Saving.restored(ours.model(), true);
        FrozenParameters.assertSameMask(FreezableNetwork.of(restored).mask(), mask);
        assertThat(Bits.of(FreezableNetwork.of(restored).variance())).containsExactly(Bits.of(listener.variance()));
        kind.train(restored, 9, END);
        long[] after = Bits.of(restored.params());
        FrozenParameters.assertStayed(mask, before, after);
    }

    @ParameterizedTest
    @EnumSource
    void theSamplesBeforeClearAreInTheVarianceAtT0(NetworkKind kind) {
        // whatever parameters the network has, the samples of a network that never learns are the same
        Observed ours = Observed.of(kind, new FreezingAdam(1e-300)).train(0, 3);
        clear(ours.model());
        ours.train(3, T0);
        FreezingListener listener = ours.listener();
        Observed expected = Observed.of(kind, new FreezingAdam(1e-300)).train(0, T0);
        assertThat(Bits.of(listener.variance()))
                .containsExactly(Bits.of(expected.listener().variance()));
        assertThat(listener.order()).isEqualTo(expected.listener().order());
        FrozenParameters.assertSameMask(listener.mask(), expected.listener().mask());
    }
}
