package org.dl4jfreeze.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FiniteCheckTest {

    private static final int N = 11;

    private static INDArray with(DataType type, int at, double value) {
        INDArray vector = Nd4j.ones(type, N);
        vector.putScalar(at, value);
        return vector;
    }

    @Test
    void findsEveryNumberThatIsNotFinite() {
        BothPaths.forEach(() -> {
            for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                double largest = type == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
                for (int at = 0; at < N; at++) {
                    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                        assertThat(FiniteCheck.isFinite(with(type, at, bad))).isFalse();
                        assertThat(FiniteCheck.hasFiniteSquares(with(type, at, bad), 1))
                                .isFalse();
                    }
                    assertThat(FiniteCheck.isFinite(with(type, at, -largest))).isTrue();
                }
            }
        });
    }

    @Test
    void findsTheFirstSquareThatOverflows() {
        BothPaths.forEach(() -> {
            for (int at = 0; at < N; at++) {
                float root = 1.8446743e19f;
                assertThat(root * root).isFinite();
                assertThat(Math.nextUp(root) * Math.nextUp(root)).isInfinite();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.FLOAT, at, -root), 1))
                        .isTrue();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.FLOAT, at, root), 2))
                        .isFalse();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.FLOAT, at, 4 * root), 0.25))
                        .isTrue();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.FLOAT, at, Math.nextUp(root)), 1))
                        .isFalse();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.DOUBLE, at, 1.3e154), 1))
                        .isTrue();
                assertThat(FiniteCheck.hasFiniteSquares(with(DataType.DOUBLE, at, -1.4e154), 1))
                        .isFalse();
            }
        });
    }
}
