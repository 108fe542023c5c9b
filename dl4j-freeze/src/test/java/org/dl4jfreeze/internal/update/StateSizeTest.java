package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dl4jfreeze.FreezingAdam;
import org.junit.jupiter.api.Test;

class StateSizeTest {

    private static final long MOST = (1L << 29) - 1;

    @Test
    void moreNumbersThanDl4jCanCountAreRefusedWithTheLimit() {
        assertThat(StateSize.check(Integer.MAX_VALUE, MOST + 5)).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> StateSize.check(1L << 31, 600_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("600000000 parameters keep 2147483648 numbers")
                .hasMessageContaining("at most 536870911 parameters in total");
    }

    @Test
    void aSingleArrayIsRefusedWhereDl4jAsksForItsSize() {
        FreezingAdam adam = new FreezingAdam();
        assertThat(adam.stateSize(MOST)).isEqualTo(4 * MOST);
        assertThatThrownBy(() -> adam.stateSize(MOST + 1)).hasMessageContaining("Too many parameters");
    }
}
