package org.dl4jfreeze.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.Random;
import java.util.zip.ZipException;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.MemoryArrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SeenGradientsTest {

    private static INDArray sparse(Random random, int p, DataType type, BitSet nonZero) {
        INDArray vector = Nd4j.zeros(type, p);
        for (int i = random.nextInt(9); i < p; i += 1 + random.nextInt(90)) {
            vector.putScalar(i, random.nextInt(4) == 0 ? -0.0 : random.nextBoolean() ? -1e-38 : Float.MIN_VALUE);
            nonZero.set(i, nonZero.get(i) || vector.getDouble(i) != 0);
        }
        return vector;
    }

    @Test
    void remembersEveryParameterThatEverHadAGradient() {
        BothPaths.forEach(() -> {
            for (int p : new int[] {1, 63, 64, 65, 4096, 4097, 9000}) {
                for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
                    Random random = new Random(p);
                    BitSet expected = new BitSet();
                    SeenGradients seen = SeenGradients.none(p);
                    for (int t = 0; t < 5; t++) {
                        seen.gradients(sparse(random, p, type, expected));
                        seen.differences(sparse(random, p, type, expected));
                    }
                    assertThat(seen.untouched(0, p)).isEqualTo(p - expected.cardinality());
                    assertThat(seen.touched(ParameterRanges.all(p)).toIndices())
                            .containsExactly(expected.stream().toArray());
                    seen.gradients(Nd4j.ones(type, p));
                    assertThat(seen.untouched(0, p)).isZero();
                }
            }
        });
    }

    @Test
    void aVarianceHasVanishedIfItIs0AndTheDifferencesWereNot() {
        SeenGradients seen = SeenGradients.none(5);
        seen.gradients(Nd4j.createFromArray(1f, 1f, 0f, 0f, 1f));
        seen.differences(Nd4j.createFromArray(0f, 1f, 1f, 0f, 1f));
        FlatArrayReader variance = new FlatArrayReader().add(0, Nd4j.createFromArray(0f, 0f, 0f, 0f, 2f));
        assertThat(seen.vanished(ParameterRanges.all(5), variance)).isEqualTo(2);
        assertThat(seen.vanished(new ParameterRanges.Builder().add(2, 5).build(), variance))
                .isEqualTo(1);
        assertThat(seen.untouched(0, 5)).isEqualTo(1);
    }

    @Test
    void squaresOf0UnderASumThatIsNot0HaveVanishedToo() {
        SeenGradients seen = SeenGradients.none(4);
        seen.squares(Nd4j.createFromArray(0f, 0f, 1f, 1f), Nd4j.createFromArray(0f, 1f, 0f, 1f));
        FlatArrayReader variance = new FlatArrayReader().add(0, Nd4j.zeros(DataType.FLOAT, 4));
        assertThat(seen.vanished(new ParameterRanges.Builder().add(0, 2).build(), variance))
                .isEqualTo(1);
        assertThat(seen.vanished(ParameterRanges.all(4), variance)).isEqualTo(3);
    }

    @Test
    void isSavedCopiedAndPooled() throws IOException {
        SeenGradients seen = SeenGradients.none(3);
        seen.gradients(Nd4j.createFromArray(0f, 1f, 0f));
        SeenGradients copy = seen.copy();
        copy.differences(Nd4j.createFromArray(0f, 0f, 1f));
        assertThat(seen.untouched(0, 3)).isEqualTo(2);
        MemoryArrays arrays = new MemoryArrays();
        copy.save(arrays);
        SeenGradients restored = SeenGradients.read(arrays, 3);
        assertThat(restored.touched(ParameterRanges.all(3)).toIndices()).containsExactly(1, 2);
        FlatArrayReader variance = new FlatArrayReader().add(0, Nd4j.zeros(DataType.FLOAT, 3));
        assertThat(restored.vanished(ParameterRanges.all(3), variance)).isEqualTo(1);
        seen.add(restored);
        assertThat(seen.untouched(0, 3)).isEqualTo(1);
    }

    @Test
    void bytesThatMeanNothingAreRefused() throws IOException {
        MemoryArrays arrays = new MemoryArrays();
        try (OutputStream out = arrays.create("gradients-seen", ElementType.BYTE, 2)) {
            out.write(new byte[] {3, 4});
        }
        assertThatThrownBy(() -> SeenGradients.read(arrays, 2))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("has 4 for parameter 1");
    }
}
