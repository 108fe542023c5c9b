package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OrderAgreementTest {

    @Test
    void spearmanEqualsTheCorrelationOfTheRanks() {
        // ranks (1,2,3,4,5) and (2,1,4,3,5): 1 - 6*4/(5*24) = 0.8
        double rho = OrderAgreement.spearman(
                ParameterOrder.ascending(1, 2, 3, 4, 5), ParameterOrder.ascending(20, 10, 40, 30, 50));
        assertThat(rho).isCloseTo(0.8, within(1e-15));
    }

    @Test
    void spearmanIsOneForEqualAndMinusOneForReversedOrders() {
        ParameterOrder order = ParameterOrder.ascending(3, 1, 2);
        assertThat(OrderAgreement.spearman(order, order)).isEqualTo(1);
        assertThat(OrderAgreement.spearman(order, ParameterOrder.ascending(-3, -1, -2)))
                .isEqualTo(-1);
    }

    @Test
    void jaccardIsFrozenInBothOverFrozenInAny() {
        FreezeMask first = FreezeMask.of(true, true, false, false);
        FreezeMask second = FreezeMask.of(true, false, true, false);
        assertThat(OrderAgreement.jaccard(first, second)).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(OrderAgreement.jaccard(FreezeMask.none(4), FreezeMask.none(4)))
                .isEqualTo(1);
    }

    @Test
    void ordersAndMasksOfOtherParametersAreRefused() {
        assertThatThrownBy(() -> OrderAgreement.spearman(ParameterOrder.ascending(1), ParameterOrder.ascending(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OrderAgreement.jaccard(FreezeMask.none(1), FreezeMask.none(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
