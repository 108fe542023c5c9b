package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.junit.jupiter.api.Test;

class OrderCriterionTest {

    @Test
    void everyNameGivesTheCriterionOfThatName() {
        for (String name : OrderCriterion.names()) {
            assertThat(OrderCriterion.named(name, 7).name()).isEqualTo(name);
        }
        assertThat(OrderCriterion.named("variance", 7)).isEqualTo(OrderCriterion.gradientVariance());
        assertThat(OrderCriterion.named("minibatch", 7)).isEqualTo(OrderCriterion.miniBatchVariance());
        assertThat(OrderCriterion.named("update", 7)).isEqualTo(OrderCriterion.meanSquaredUpdate());
        assertThat(OrderCriterion.named("obd", 7)).isEqualTo(OrderCriterion.optimalBrainDamage());
        assertThat(OrderCriterion.named("random", 7))
                .isEqualTo(OrderCriterion.random(7))
                .isNotEqualTo(OrderCriterion.random(8));
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> OrderCriterion.named("entropy", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entropy")
                .hasMessageContaining("variance")
                .hasMessageContaining("fisher");
    }

    @Test
    void everyKindOfCriterionIsDefined() {
        for (OrderCriterion.Kind kind : OrderCriterion.Kind.values()) {
            assertThat(CriterionDefinition.of(kind).name()).isEqualTo(kind.name());
        }
        assertThat(CriterionDefinition.values()).hasSameSizeAs(OrderCriterion.Kind.values());
    }

    @Test
    void parametersAreTakenByTheCriteriaThatHaveThem() {
        assertThat(OrderCriterion.random(3).withSeed(4)).isEqualTo(OrderCriterion.random(4));
        assertThat(OrderCriterion.belsley().withRidge(0.5).withThreshold(10))
                .isEqualTo(OrderCriterion.belsley(0.5, 10))
                .hasToString("belsley(ridge 0.5, threshold 10.0)");
        assertThat(OrderCriterion.belsley()).hasToString("belsley");
        assertThat(OrderCriterion.random(0)).hasToString("random(seed 0)");
        assertThatThrownBy(() -> OrderCriterion.magnitude().withSeed(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("magnitude", "SEED");
        assertThatThrownBy(() -> OrderCriterion.random(1).withRidge(0.1)).hasMessageContainingAll("random", "RIDGE");
        assertThatThrownBy(() -> OrderCriterion.conditionalVariance().withThreshold(30))
                .hasMessageContainingAll("conditional", "THRESHOLD");
        assertThatThrownBy(() -> OrderCriterion.belsley().withThreshold(1)).hasMessageContaining("above 1");
    }
}
