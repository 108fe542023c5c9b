package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jfreeze.support.Observed.END;
import static org.dl4jfreeze.support.Observed.T0;

import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Observed;
import org.dl4jfreeze.support.Serialised;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Clones of a network and serialised listeners: the copy knows what is frozen, and the original does not notice. */
class CopiesTest {

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aCloneWithTheSameListenerGoesOnAsTheOriginal(NetworkKind kind, int at) {
        Observed original = Observed.of(kind);
        FreezingListener listener = original.listener();
        original.train(0, at);
        Model clone = NetworkKind.cloneOf(original.model());
        // a graph's clone shares the list of listeners
        Training.setListeners(clone, listener);
        kind.train(clone, at, END);
        FreezableNetwork cloned = FreezableNetwork.of(clone);
        assertThat(cloned.mask().frozenCount()).isEqualTo((int) Math.round(0.6 * cloned.freezableIndices().length));
        if (at > 0 && at < T0) {
            assertThat(listener.isFrozen(original.model()))
                    .as("the original waits where it was left")
                    .isFalse();
            assertThat(listener.samplesTaken(original.model())).isEqualTo(at);
        }
        if (at > 0) {
            original.train(at, END);
            Observed expected = Observed.undisturbed(kind);
            original.assertSameAs(expected);
            // the graph's clone begins a new count of iterations, and with it Adam's bias correction
            if (kind == NetworkKind.MULTI_LAYER) {
                assertThat(Bits.of(clone.params()))
                        .containsExactly(Bits.of(expected.model().params()));
                assertThat(cloned.mask()).isEqualTo(expected.listener().mask());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloneWithANewListenerKeepsTheMaskAndSaysThatSamplingRestarts(NetworkKind kind) {
        for (int at : new int[] {3, 9}) {
            Model original = Observed.of(kind).train(0, at).model();
            FreezeMask mask = FreezableNetwork.of(original).mask();
            assertThat(mask.isAnyFrozen()).as("frozen after %d", at).isEqualTo(at >= T0);
            Model clone = NetworkKind.cloneOf(original);
            FreezingListener fresh = Observed.newListener();
            Training.setListeners(clone, fresh);
            try (CapturedLog log = new CapturedLog()) {
                kind.train(clone, at, at + 1);
                assertThat(log.warnings()).hasSize(1);
                assertThat(log.warnings().get(0))
                        .contains("sampling restarts at t = 1")
                        .contains("FreezingCheckpoint");
            }
            assertThat(fresh.samplesTaken()).isEqualTo(1);
            assertThat(fresh.mask()).isEqualTo(mask);
            kind.train(clone, at + 1, at + T0);
            assertThat(fresh.isFrozen()).isTrue();
            assertThat(fresh.samplesTaken()).isEqualTo(T0);
            assertThat(fresh.mask().frozenCount()).isPositive();
            assertThat(fresh.mask().or(mask)).as("what was frozen stays so").isEqualTo(fresh.mask());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCloneWithoutListenerKeepsTheMaskAndLeavesTheOriginalAlone(NetworkKind kind) {
        Observed original = Observed.of(kind);
        original.train(0, T0);
        long[] before = Bits.of(original.model().params());
        Model clone = NetworkKind.cloneOf(original.model());
        Training.setListeners(clone);
        kind.train(clone, T0, END);
        long[] cloned = Bits.of(clone.params());
        FrozenParameters.assertStayed(original.listener().mask(), before, cloned);
        assertThat(cloned).isNotEqualTo(before);
        assertThat(Bits.of(original.model().params())).containsExactly(before);
    }

    @ParameterizedTest
    @MethodSource("org.dl4jfreeze.support.Observed#kindsAndTimes")
    void aListenerFromJavaSerialisationIsFreshAndTheOriginalUnharmed(NetworkKind kind, int at) {
        Observed ours = Observed.of(kind);
        ours.train(0, at);
        FreezingListener copy = Serialised.copyOf(ours.listener());
        assertThat(copy.plan()).isEqualTo(ours.listener().plan());
        assertThat(copy.samplesTaken()).isZero();
        assertThat(copy.isFrozen()).isFalse();
        assertThatThrownBy(copy::variance)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has not seen a network yet");
        ours.train(at, END);
        Observed expected = Observed.undisturbed(kind);
        ours.assertSameAs(expected);
        Observed other = new Observed(kind, kind.network(new FreezingAdam(0.01)), copy);
        other.train(0, END).assertSameAs(expected);
    }
}
