package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class MaskCodecTest {

    private static final DataType[] TYPES = {DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16};

    @Test
    void whatIsWrittenIsOnesAndZerosAndIsReadAgain() {
        BothPaths.forEach(() -> {
            for (DataType type : TYPES) {
                for (int n : new int[] {1, 63, 64, 65, 4096, 9001}) {
                    FreezeMask mask = ParameterOrder.random(
                                    n, IntStream.range(0, n).toArray(), n)
                            .lowest((n + 1) / 2);
                    // a view, as the chunks of DL4J's updater state are
                    INDArray state = Nd4j.ones(type, n + 7).muli(5);
                    INDArray array = state.get(NDArrayIndex.interval(3, 3 + n));
                    MaskCodec.write(mask, array);
                    for (int i = 0; i < n; i++) {
                        assertThat(array.getDouble(i)).isEqualTo(mask.isFrozen(i) ? 1 : 0);
                    }
                    assertThat(state.getDouble(2)).isEqualTo(5);
                    assertThat(state.getDouble(3 + n)).isEqualTo(5);
                    assertThat(MaskCodec.read(array)).isEqualTo(mask);
                }
            }
        });
    }

    @Test
    void whatHasNumbersBelowZeroBehindTheFirstEntriesIsNoMask() {
        BothPaths.forEach(() -> {
            for (DataType type : TYPES) {
                for (int at : new int[] {64, 4095, 4096, 8999}) {
                    INDArray array = Nd4j.ones(type, 9000);
                    // where tasks of Spark leave numbers
                    array.putScalar(63, -5);
                    array.putScalar(at, -0.0);
                    assertThat(MaskCodec.read(array).frozenCount()).isEqualTo(8998);
                    array.putScalar(at, -1e-7);
                    assertThat(MaskCodec.read(array).isAnyFrozen()).isFalse();
                }
            }
        });
    }

    @Test
    void aboveOneHalfIsFrozenAndWhatIsNoNumberIsNot() {
        double[] values = {
            0.5,
            0.5009765625,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            -0.0,
            -1,
            Double.NEGATIVE_INFINITY,
            0.99999994,
            -Double.NaN,
            60000,
            1e-8
        };
        BothPaths.forEach(() -> {
            for (DataType type : TYPES) {
                assertThat(MaskCodec.read(Nd4j.createFromArray(values).castTo(type)))
                        .as("%s", type)
                        .isEqualTo(
                                FreezeMask.of(false, true, true, false, false, false, false, true, false, true, false));
            }
        });
    }
}
