package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
