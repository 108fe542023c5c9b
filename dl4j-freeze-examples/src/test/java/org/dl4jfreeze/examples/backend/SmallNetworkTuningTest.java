package org.dl4jfreeze.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

class SmallNetworkTuningTest {

    /** The executioner must not be the first of ND4J's classes to load. */
    @BeforeAll
    static void load() {
        SmallNetworkTuning.beforeLoading();
        Nd4j.create(1);
    }

    @Test
    void cachedShapeInformationEqualsTheStockOneAndIsShared() {
        CachedShapeInfo cached = new CachedShapeInfo();
        long[] shape = {3, 4};
        long[] stride = {4, 1};
        var first = cached.createShapeInformation(shape, stride, 1, 'c', DataType.FLOAT, false);

        assertThat(first.getSecond())
                .isEqualTo(Nd4j.create(DataType.FLOAT, 3, 4).shapeInfoJava());
        assertThat(cached.createShapeInformation(new long[] {3, 4}, new long[] {4, 1}, 1, 'c', DataType.FLOAT, false))
                .isSameAs(first);
        shape[0] = 5;
        assertThat(cached.createShapeInformation(new long[] {3, 4}, new long[] {4, 1}, 1, 'c', DataType.FLOAT, false))
                .isSameAs(first);
        assertThat(cached.createShapeInformation(new long[] {3, 4}, new long[] {1, 3}, 1, 'f', DataType.FLOAT, false)
                        .getSecond())
                .isNotEqualTo(first.getSecond());
    }

    @Test
    void cachedSubArraysEqualTheStockOnes() {
        SmallNetworkExecutioner cached = new SmallNetworkExecutioner();
        NativeOpExecutioner stock = new NativeOpExecutioner();
        INDArray array = Nd4j.create(DataType.FLOAT, 3, 4, 5);
        for (int[] dimension : new int[][] {{0}, {1}, {2}, {0, 1}, {1, 2}}) {
            var pack = cached.tadShapeInfoAndOffsets(array, dimension);
            assertThat(pack.getTadShapeInfo().asLong())
                    .isEqualTo(stock.tadShapeInfoAndOffsets(array, dimension)
                            .getTadShapeInfo()
                            .asLong());
            assertThat(pack.getTadOffsets().asLong())
                    .isEqualTo(stock.tadShapeInfoAndOffsets(array, dimension)
                            .getTadOffsets()
                            .asLong());
            assertThat(cached.tadShapeInfoAndOffsets(array, dimension)).isSameAs(pack);
        }
    }
}
