package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.junit.jupiter.params.provider.Arguments;

/** A network under a listener that freezes 60 % of it after {@link #T0} iterations and collects more than it needs. */
public final class Observed {

    public static final int T0 = 6;

    /** Where the trainings that are compared end. */
    public static final int END = 12;

    private static final OrderCriterion[] COLLECTED = {
        OrderCriterion.meanSquaredGradient(), OrderCriterion.miniBatchVariance()
    };

    private final NetworkKind kind;
    private final Model model;
    private final FreezingListener listener;

    /** Of this kind; the network's listener from now on is this one. */
    public Observed(NetworkKind kind, Model model, FreezingListener listener) {
        this.kind = kind;
        this.model = model;
        this.listener = listener;
        Training.setListeners(model, listener);
    }

    /** A new network with a new listener. */
    public static Observed of(NetworkKind kind) {
        return of(kind, new FreezingAdam(0.01));
    }

    public static Observed of(NetworkKind kind, FreezingAdam updater) {
        return new Observed(kind, kind.network(updater), newListener());
    }

    public static FreezingListener newListener() {
        return FreezingListener.builder(FreezePlan.atIteration(T0).fraction(0.6))
                .collect(COLLECTED)
                .build();
    }

    /** What becomes of a network that is trained from the start to the {@link #END} and that nothing happens to. */
    public static Observed undisturbed(NetworkKind kind) {
        return of(kind).train(0, END);
    }

    /** Every kind of network with iterations at which something may happen to it. */
    public static Stream<Arguments> kindsAndTimes() {
        return Stream.of(NetworkKind.values())
                .flatMap(kind -> Stream.of(0, 3, T0, 9).map(at -> Arguments.of(kind, at)));
    }

    public Model model() {
        return model;
    }

    public FreezingListener listener() {
        return listener;
    }

    /** Iterations {@code [from, to)}. */
    public Observed train(int from, int to) {
        kind.train(model, from, to);
        return this;
    }

    /** Parameters, moments, variance, samples, mask and orders are another's bit for bit, and something is frozen. */
    public void assertSameAs(Observed expected) {
        FreezingListener other = expected.listener;
        assertThat(Bits.of(listener.variance())).containsExactly(Bits.of(other.variance()));
        assertThat(listener.samplesTaken()).isEqualTo(other.samplesTaken());
        FrozenParameters.assertSameMask(listener.mask(), other.mask());
        assertThat(listener.order()).isEqualTo(other.order());
        assertThat(FreezableNetwork.of(model).mask()).isEqualTo(listener.mask());
        for (OrderCriterion criterion : COLLECTED) {
            assertThat(listener.orderBy(criterion)).isEqualTo(other.orderBy(criterion));
        }
        // last, for a listener keeps its network's variance only as long as somebody holds the network
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(expected.model.params()));
        assertThat(UpdaterStates.of(model, "M")).containsExactly(UpdaterStates.of(expected.model, "M"));
        assertThat(UpdaterStates.of(model, "V")).containsExactly(UpdaterStates.of(expected.model, "V"));
    }
}
