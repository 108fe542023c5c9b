package org.dl4jfreeze.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DirectArrayTest {

    private static final int N = 11;

    /** The elements {@code [3, 3 + N)} of a larger array, each its index in the view plus 1. */
    private static INDArray view(DataType type) {
        return Nd4j.arange(-2, N + 3).castTo(type).get(NDArrayIndex.interval(3, 3 + N));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void elementsAreThoseOfTheViewToWhichItIsBoundLast(DataType type) {
        INDArray other =
                view(type == DataType.FLOAT ? DataType.DOUBLE : DataType.FLOAT).mul(-1);
        DirectArray array = new DirectArray().of(other);
        assertThat(array.get(2)).isEqualTo(-3);
        INDArray view = view(type);
        array.of(view);
        assertThat(array.get(2)).isEqualTo(3);
        array.set(2, 0.1);
        assertThat(view.getDouble(2)).isEqualTo(type == DataType.FLOAT ? 0.1f : 0.1);
        array.clear(4, 6);
        assertThat(view.castTo(DataType.DOUBLE).toDoubleVector())
                .containsExactly(1, 2, type == DataType.FLOAT ? 0.1f : 0.1, 4, 0, 0, 7, 8, 9, 10, 11);
        assertThatThrownBy(() -> array.clear(4, N + 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static long bits(INDArray array) {
        return array.dataType() == DataType.FLOAT
                ? DirectBuffers.floatBits(array, 1, 1).get(0)
                : Double.doubleToRawLongBits(DirectBuffers.doubles(array, 1, 1).get(0));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void copiesKeepTheBitsOfNaN(DataType type) {
        INDArray source = view(type);
        // a signalling NaN, which arithmetic makes quiet
        if (type == DataType.FLOAT) {
            DirectBuffers.floatBits(source, 1, 1).put(0, 0x7fa00001);
        } else {
            DirectBuffers.doubles(source, 1, 1).put(0, Double.longBitsToDouble(0x7ff4000000000001L));
        }
        INDArray target = view(type);
        new DirectArray().of(target).copy(1, new DirectArray().of(source));
        assertThat(DirectBuffers.addressOf(target)).isNotEqualTo(DirectBuffers.addressOf(source));
        assertThat(bits(target)).isEqualTo(type == DataType.FLOAT ? 0x7fa00001 : 0x7ff4000000000001L);
        assertThat(target.getDouble(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void arithmeticIsInDoublePrecisionFromAnOffset(DataType type) {
        INDArray view = view(type);
        DirectArray array = new DirectArray().of(view);
        double[] vector = {1, -2, 3, 1e-9, 5};
        assertThat(array.dot(3, vector)).isCloseTo(52 + 7e-9, within(1e-13));
        double[] target = {1, 1};
        array.addScaledTo(5, 0.5, target);
        assertThat(target).containsExactly(4, 4.5);
        array.putScaled(9, 2, new double[] {0.1, 3});
        assertThat(view.getDouble(9)).isEqualTo(type == DataType.FLOAT ? 0.2f : 0.2);
        assertThat(view.getDouble(10)).isEqualTo(6);
        assertThat(view.getDouble(8)).isEqualTo(9);
    }
}
