package org.dl4jfreeze.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FlatArrayReaderTest {

    private static final int N = 1000;
    private static final int PIECE = 3;
    private static final int GAP = 50;

    /** Two arrays, of which the second lies behind a gap; each element is its index. */
    private static FlatArrayReader reader(DataType first, DataType second) {
        INDArray low = Nd4j.arange(0, N / 2).castTo(first);
        INDArray high = Nd4j.arange(N / 2 + GAP, N).castTo(second);
        return new FlatArrayReader().add(0, low).add(N / 2 + GAP, high);
    }

    private static double expected(int index) {
        return index < N / 2 || index >= N / 2 + GAP ? index : -1;
    }

    /** Many short reads, with little between them: threads that share a position get in each other's way. */
    private static long failures(int reads, IntPredicate succeeds) {
        return IntStream.range(0, reads)
                .parallel()
                .map(i -> i % (N - PIECE))
                .filter(from -> !succeeds.test(from))
                .count();
    }

    @ParameterizedTest
    @MethodSource("types")
    void severalThreadsReadAtATime(DataType type) {
        FlatArrayReader reader = reader(type, type);
        assertThat(failures(type == DataType.FLOAT16 ? 2000 : 3_000_000, from -> {
                    double[] piece = {-1, -1, -1};
                    reader.read(from, piece, 0, PIECE);
                    return piece[0] == expected(from)
                            && piece[1] == expected(from + 1)
                            && piece[2] == expected(from + 2);
                }))
                .isZero();
    }

    static Stream<DataType> types() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16);
    }

    @Test
    void severalThreadsReadBitsAtATime() {
        FlatArrayReader reader = reader(DataType.FLOAT, DataType.FLOAT);
        int none = Float.floatToIntBits(-1);
        assertThat(failures(3_000_000, from -> {
                    int[] bits = {none, none, none};
                    reader.readBits(from, bits, 0, PIECE);
                    return Float.intBitsToFloat(bits[0]) == expected(from)
                            && Float.intBitsToFloat(bits[1]) == expected(from + 1)
                            && Float.intBitsToFloat(bits[2]) == expected(from + 2);
                }))
                .isZero();
    }

    @Test
    void singleElementsAreThoseOfTheirPlace() {
        double[] value = {0, -1, 0};
        int[] bits = {0, 0};
        FlatArrayReader floats = reader(DataType.FLOAT, DataType.FLOAT);
        FlatArrayReader doubles = reader(DataType.DOUBLE, DataType.DOUBLE);
        for (int i : new int[] {0, 1, N / 2 - 1, N / 2 + GAP, N - 1}) {
            floats.read(i, value, 1, 1);
            assertThat(value).containsExactly(0, i, 0);
            doubles.read(i, value, 1, 1);
            assertThat(value).containsExactly(0, i, 0);
            floats.readBits(i, bits, 1, 1);
            assertThat(bits).containsExactly(0, Float.floatToIntBits(i));
        }
    }

    @Test
    void aReaderIsDirectIfAllOfItsArraysAre() {
        assertThat(reader(DataType.FLOAT, DataType.FLOAT).isDirect()).isTrue();
        assertThat(reader(DataType.DOUBLE, DataType.FLOAT).isDirect()).isTrue();
        assertThat(reader(DataType.FLOAT, DataType.FLOAT16).isDirect()).isFalse();
        assertThat(reader(DataType.FLOAT16, DataType.DOUBLE).isDirect()).isFalse();
    }

    @Test
    void bitsAreThoseOfFloatsAlone() {
        FlatArrayReader reader = reader(DataType.FLOAT, DataType.DOUBLE);
        assertThat(reader.hasFloatBits()).isFalse();
        assertThatThrownBy(() -> reader.readBits(0, new int[N], 0, N)).hasMessageContaining("hasFloatBits()");
    }
}
