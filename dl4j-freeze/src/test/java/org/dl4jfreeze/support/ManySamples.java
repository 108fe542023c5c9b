package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.covariance.FullCovariance;

/**
 * A training under a full covariance with more samples than there are parameters that are eligible, some 20: so that what begins as
 * factors ends as a matrix, in which some differences wait to be written.
 */
public final class ManySamples {

    /** Where it freezes. */
    public static final int T0 = 28;

    /** Where the trainings that are compared end. */
    public static final int END = 33;

    private final NetworkKind kind;
    private final Model model;
    private final FreezingListener listener;

    public ManySamples(NetworkKind kind, Model model, FreezingListener listener) {
        this.kind = kind;
        this.model = model;
        this.listener = listener;
    }

    /** A new network with a new listener. */
    public static ManySamples of(NetworkKind kind, Covariance covariance, GradientSampler sampler) {
        return of(kind, plan(kind), covariance, sampler);
    }

    public static ManySamples of(NetworkKind kind, FreezePlan plan, Covariance covariance, GradientSampler sampler) {
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener listener = FreezingListener.builder(plan)
                .covariance(covariance)
                .sampler(sampler)
                .build();
        Training.addListeners(model, listener);
        return new ManySamples(kind, model, listener);
    }

    /** Half of the last layer's by the conditional order. */
    public static FreezePlan plan(NetworkKind kind) {
        return lastLayer(kind, FreezePlan.atIteration(T0).fraction(0.5).by(OrderCriterion.conditionalVariance()));
    }

    /** 18 parameters, or 22. */
    public static FreezePlan lastLayer(NetworkKind kind, FreezePlan plan) {
        return kind == NetworkKind.GRAPH
                ? plan.excludingLayers("a", "b", "class")
                : plan.excludingLayers("layer0", "layer1");
    }

    public Model model() {
        return model;
    }

    public FreezingListener listener() {
        return listener;
    }

    /** Iterations {@code [from, to)}. */
    public ManySamples train(int from, int to) {
        kind.train(model, from, to);
        return this;
    }

    /** The covariance, what is made of it, what is frozen, and the parameters are another's bit for bit. */
    public void assertSameAs(ManySamples other) {
        assertThat(listener.isFrozen()).isTrue();
        FrozenParameters.assertSameMask(listener.mask(), other.listener.mask());
        assertThat(listener.order()).isEqualTo(other.listener.order());
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(other.model.params()));
        assertThat(listener.samplesTaken()).isEqualTo(other.listener.samplesTaken());
        assertSame(listener.covariance(), other.listener.covariance());
        for (OrderCriterion criterion : new OrderCriterion[] {
            OrderCriterion.conditionalVariance(), OrderCriterion.belsley(), OrderCriterion.gradientVariance()
        }) {
            assertThat(listener.orderBy(criterion)).isEqualTo(other.listener.orderBy(criterion));
        }
    }

    /** All entries and the spectrum. */
    public static void assertSame(FullCovariance covariance, FullCovariance other) {
        assertThat(covariance.samples()).isEqualTo(other.samples()).isPositive();
        assertThat(covariance.currentForm()).isEqualTo(other.currentForm());
        for (long i = 0; i < covariance.diagonal().length(); i++) {
            assertThat(Bits.of(covariance.row(i))).containsExactly(Bits.of(other.row(i)));
        }
        assertThat(covariance.eigenvalues()).containsExactly(other.eigenvalues());
        assertThat(covariance.trace()).isPositive();
    }
}
