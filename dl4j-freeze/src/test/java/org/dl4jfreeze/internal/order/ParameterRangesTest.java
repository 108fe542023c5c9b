package org.dl4jfreeze.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ParameterRangesTest {

    @Test
    void rangesThatTouchAreOneAndEmptyOnesNone() {
        ParameterRanges ranges = new ParameterRanges.Builder()
                .add(2, 4)
                .add(4, 4)
                .add(4, 6)
                .add(8, 9)
                .build();
        assertThat(ranges.count()).isEqualTo(2);
        assertThat(ranges.size()).isEqualTo(5);
        assertThat(ranges.end()).isEqualTo(9);
        assertThat(ranges.toIndices()).containsExactly(2, 3, 4, 5, 8);
        assertThat(ranges).hasToString("ParameterRanges([2,6)[8,9))");
        assertThat(ParameterRanges.all(0).count()).isZero();
        assertThat(ParameterRanges.all(0).end()).isZero();
    }

    @Test
    void rangesAreComparedByContent() {
        assertThat(new ParameterRanges.Builder().add(0, 2).add(2, 3).build())
                .isEqualTo(ParameterRanges.all(3))
                .hasSameHashCodeAs(ParameterRanges.all(3))
                .isNotEqualTo(ParameterRanges.all(4));
    }

    @Test
    void moreRangesThanThereWasRoomForAreKept() {
        ParameterRanges.Builder ranges = new ParameterRanges.Builder();
        for (int i = 0; i < 100; i++) {
            ranges.add(3 * i, 3 * i + 1);
        }
        assertThat(ranges.build().count()).isEqualTo(100);
        assertThat(ranges.build().from(99)).isEqualTo(297);
        assertThat(ranges.build().to(99)).isEqualTo(298);
    }

    @Test
    void rangesThatOverlapAreRefused() {
        assertThatThrownBy(() -> new ParameterRanges.Builder().add(3, 5).add(4, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begin at 5")
                .hasMessageContaining("[4,6)");
        assertThatThrownBy(() -> ParameterRanges.all(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
