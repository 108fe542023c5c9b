package org.dl4jfreeze.internal.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.MemoryArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written of a covariance is what is read, whatever its form and type. */
class CovarianceStorageTest {

    private static final int P = 12;
    private static final ParameterRanges GAPS =
            new ParameterRanges.Builder().add(1, 3).add(4, 5).add(6, 11).build();

    private static CovarianceAccumulator filled(Form form, DataType type, int samples) {
        CovarianceAccumulator covariance = new CovarianceAccumulator(
                GAPS, P, type, SmoothingSchedule.constant(0.3), form, form == Form.FACTORED ? 300 : 0);
        Random random = new Random(1);
        for (int t = 0; t < samples; t++) {
            covariance.add(vector(random, type));
        }
        return covariance;
    }

    private static INDArray vector(Random random, DataType type) {
        return Nd4j.createFromArray(random.doubles(P).toArray()).castTo(type);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsReadIsWhatWasWrittenBitForBit(Form form) {
        BothPaths.forEach(() -> {
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                for (int samples : new int[] {0, 5, 20}) {
                    assertComesBack(filled(form, type, samples), type, form);
                }
            }
        });
    }

    private static void assertComesBack(CovarianceAccumulator covariance, DataType type, Form form) {
        try (CovarianceAccumulator original = covariance;
                CovarianceAccumulator back = writtenAndRead(original, type, form)) {
            Random random = new Random(2);
            for (int t = 0; t < 10; t++) {
                assertThat(back.samples()).isEqualTo(original.samples());
                for (int i = 0; i < P; i++) {
                    assertThat(Bits.of(back.row(i))).containsExactly(Bits.of(original.row(i)));
                }
                INDArray next = vector(random, type);
                back.add(next);
                original.add(next);
            }
            assertThat(back.currentForm()).isEqualTo(original.currentForm());
        }
    }

    private static CovarianceAccumulator writtenAndRead(CovarianceAccumulator original, DataType type, Form form) {
        MemoryArrays arrays = new MemoryArrays();
        try {
            String text = StrictJson.write(CovarianceStorage.save(original, arrays));
            StrictJson json = new StrictJson("covariance", text, CovarianceData.class);
            return CovarianceStorage.restore(
                    json.read(CovarianceData.class),
                    json,
                    "",
                    arrays,
                    GAPS,
                    P,
                    type,
                    SmoothingSchedule.constant(0.3),
                    form);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every row of a triangle is in one block, and no block is larger than the limit, unless a single row is. */
    @Test
    void trianglesAreSplitIntoBlocksOfWholeRows() {
        for (int n : new int[] {1, 2, 7, 100}) {
            for (long room : new long[] {1, 7, 13, 100, 10_000}) {
                long sum = 0;
                for (int first = 0; first < n; ) {
                    int end = DenseForm.endOfBlock(first, n, room);
                    assertThat(end).isBetween(first + 1, n);
                    long elements = DenseForm.elements(first, end, n);
                    assertThat(elements <= room || end == first + 1).isTrue();
                    assertThat(end == n || elements + n - end > room)
                            .as("no smaller than it could be")
                            .isTrue();
                    sum += elements;
                    first = end;
                }
                assertThat(sum).isEqualTo((long) n * (n + 1) / 2);
            }
        }
    }

    @Test
    void bytesAreLittleEndianWhateverTheMachine() throws IOException {
        List<byte[]> found = new ArrayList<>();
        INDArray array = Nd4j.createFromArray(1f, -2.5f);
        BothPaths.forEach(() -> {
            try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
                FlatArray.write(array, out);
                found.add(out.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(found).hasSize(2).allSatisfy(bytes -> assertThat(bytes)
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0));
        assertThatThrownBy(() -> FlatArray.read(new ByteArrayInputStream(found.get(0), 0, 5), array))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("3 bytes");
    }
}
