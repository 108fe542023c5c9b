package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dl4jfreeze.order.OrderCriterion;
import org.junit.jupiter.api.Test;

class FreezePlanTest {

    @Test
    void isDueOnceTheIterationsOrEpochsAreDone() {
        FreezePlan byIteration = FreezePlan.atIteration(5).fraction(0.5);
        assertThat(byIteration.isDue(4, 100)).isFalse();
        assertThat(byIteration.isDue(5, 0)).isTrue();
        FreezePlan byEpoch = FreezePlan.atEpoch(2).fraction(0.5);
        assertThat(byEpoch.isDue(1000, 1)).isFalse();
        assertThat(byEpoch.isDue(0, 2)).isTrue();
        assertThat(FreezePlan.never().isDue(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aFractionIsRoundedToTheNearestNumberOfParameters() {
        assertThat(FreezePlan.atIteration(1).fraction(0.5).frozenOf(301)).isEqualTo(151);
        assertThat(FreezePlan.atIteration(1).fraction(0.8).frozenOf(301)).isEqualTo(241);
        assertThat(FreezePlan.atIteration(1).fraction(0).frozenOf(301)).isZero();
        assertThat(FreezePlan.atIteration(1).fraction(1).frozenOf(301)).isEqualTo(301);
        assertThat(FreezePlan.never().frozenOf(301)).isZero();
    }

    @Test
    void badTimesCountsAndFractionsAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> FreezePlan.atIteration(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 iteration")
                .hasMessageContaining("received 0");
        assertThatThrownBy(() -> FreezePlan.atEpoch(-2)).hasMessageContaining("at least 1 epoch");
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> FreezePlan.atIteration(1).fraction(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[0,1]")
                    .hasMessageContaining(String.valueOf(bad));
        }
        assertThatThrownBy(() -> FreezePlan.atIteration(1).count(-1)).hasMessageContaining("received -1");
        assertThatThrownBy(() -> FreezePlan.atIteration(1).count(302).frozenOf(301))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("302")
                .hasMessageContaining("[0,301]");
    }

    @Test
    void isAValue() {
        FreezePlan plan = FreezePlan.atIteration(500).fraction(0.8);
        assertThat(plan)
                .isEqualTo(FreezePlan.atIteration(500).fraction(0.8))
                .hasSameHashCodeAs(FreezePlan.atIteration(500).fraction(0.8))
                .isNotEqualTo(FreezePlan.atIteration(501).fraction(0.8))
                .isNotEqualTo(FreezePlan.atEpoch(500).fraction(0.8))
                .isNotEqualTo(FreezePlan.atIteration(500).fraction(0.7))
                .isNotEqualTo(FreezePlan.atIteration(500).count(8))
                .isNotEqualTo(plan.by(OrderCriterion.magnitude()));
        assertThat(plan.criterion()).isEqualTo(OrderCriterion.gradientVariance());
        assertThat(plan).hasToString("FreezePlan.atIteration(500).fraction(0.8).by(variance)");
    }
}
