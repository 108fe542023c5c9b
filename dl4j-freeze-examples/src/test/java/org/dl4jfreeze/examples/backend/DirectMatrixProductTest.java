package org.dl4jfreeze.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DirectMatrixProductTest {

    private final Random random = new Random(1);

    @BeforeAll
    static void load() {
        SmallNetworkTuning.beforeLoading();
        Nd4j.create(1);
    }

    @ParameterizedTest
    @CsvSource({"32,13,20", "32,20,1", "1,20,1", "20,32,1", "3,1,4", "1,1,5", "1,1,1", "5,4,1"})
    void equalsTheDefinitionForEveryLayoutTranspositionAndView(int rows, int inner, int columns) {
        for (int variant = 0; variant < 1 << 8; variant++) {
            boolean transposeA = (variant & 1) != 0;
            boolean transposeB = (variant & 2) != 0;
            INDArray a = matrix(transposeA ? inner : rows, transposeA ? rows : inner, variant >> 2);
            INDArray b = matrix(transposeB ? columns : inner, transposeB ? inner : columns, variant >> 4);
            INDArray c = matrix(rows, columns, variant >> 6);
            double[][] expected = product(a, transposeA, b, transposeB, c);

            boolean computed = DirectMatrixProduct.compute(new Mmul(
                    a,
                    b,
                    c,
                    0.5,
                    2,
                    MMulTranspose.builder()
                            .transposeA(transposeA)
                            .transposeB(transposeB)
                            .build()));

            assertThat(computed).isTrue();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertThat(c.getDouble(i, j)).isCloseTo(expected[i][j], within(1e-4));
                }
            }
        }
    }

    /** C- or F-ordered (first bit), whole or a part of a larger one (second bit). */
    private INDArray matrix(int rows, int columns, int form) {
        INDArray array = Nd4j.create(DataType.FLOAT, new long[] {rows + 2, columns + 3}, (form & 1) != 0 ? 'f' : 'c');
        if ((form & 2) == 0) {
            array = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, (form & 1) != 0 ? 'f' : 'c');
        } else {
            array = array.get(NDArrayIndex.interval(1, rows + 1), NDArrayIndex.interval(2, columns + 2));
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                array.putScalar(i, j, random.nextFloat());
            }
        }
        return array;
    }

    private static double[][] product(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray c) {
        int inner = (int) a.size(transposeA ? 0 : 1);
        double[][] result = new double[c.rows()][c.columns()];
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += (transposeA ? a.getDouble(k, i) : a.getDouble(i, k))
                            * (transposeB ? b.getDouble(j, k) : b.getDouble(k, j));
                }
                result[i][j] = 0.5 * sum + 2 * c.getDouble(i, j);
            }
        }
        return result;
    }
}
