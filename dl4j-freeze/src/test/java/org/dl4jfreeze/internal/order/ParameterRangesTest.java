package org.dl4jfreeze.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ParameterRangesTest {

    private static final ParameterRanges GAPS =
            new ParameterRanges.Builder().add(1, 3).add(4, 5).add(7, 10).build();

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

    @Test
    void positionsCountTheParametersOfTheRanges() {
        int[] expected = {-1, 0, 1, -1, 2, -1, -1, 3, 4, 5, -1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(GAPS.positionOf(i)).as("position of %d", i).isEqualTo(expected[i]);
        }
        assertThat(GAPS.positionOf(-1)).isEqualTo(-1);
        assertThat(ParameterRanges.all(0).positionOf(0)).isEqualTo(-1);
    }

    @Test
    void whatIsGatheredIsScatteredToWhereItWas() {
        BothPaths.forEach(() -> {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                INDArray flat = Nd4j.arange(0, 11).castTo(type);
                assertThat(GAPS.gather(flat)).containsExactly(1, 2, 4, 7, 8, 9);
                INDArray own = Nd4j.zeros(type, 8);
                GAPS.gather(flat, own, 1);
                assertThat(own.castTo(DataType.DOUBLE).toDoubleVector()).containsExactly(0, 1, 2, 4, 7, 8, 9, 0);
                INDArray target = Nd4j.zeros(type, 13);
                GAPS.scatter(new double[] {2, 4, 7, 8, -1}, 1, 4, target, 2);
                assertThat(target.castTo(DataType.DOUBLE).toDoubleVector())
                        .containsExactly(0, 0, 0, 0, 2, 0, 4, 0, 0, 7, 8, 0, 0);
            }
        });
    }
}
