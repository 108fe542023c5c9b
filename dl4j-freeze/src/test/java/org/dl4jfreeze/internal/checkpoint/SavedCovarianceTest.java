package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.dl4jfreeze.support.Serialised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is written of a covariance is what is read, whatever its form and type, and however small the entries. */
class SavedCovarianceTest {

    private static final int P = 12;
    private static final ParameterRanges GAPS =
            new ParameterRanges.Builder().add(1, 3).add(4, 5).add(6, 11).build();

    @TempDir
    Path folder;

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
                    // entries of a part of a number, of a few, of all
                    for (int blockBytes : new int[] {3, 64, 1 << 20}) {
                        assertComesBack(filled(form, type, samples), type, blockBytes);
                    }
                }
            }
        });
    }

    private void assertComesBack(CovarianceAccumulator covariance, DataType type, int blockBytes) {
        Path file = folder.resolve("x.zip");
        try (CovarianceAccumulator original = covariance;
                CovarianceAccumulator back = writtenAndRead(original, blockBytes, file)) {
            Random random = new Random(2);
            for (int t = 0; t < 2; t++) {
                assertThat(back.samples()).isEqualTo(original.samples());
                for (int i = 0; i < P; i++) {
                    assertThat(Bits.of(back.row(i))).containsExactly(Bits.of(original.row(i)));
                }
                INDArray next = vector(random, type);
                back.add(next);
                original.add(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CovarianceAccumulator writtenAndRead(CovarianceAccumulator original, int blockBytes, Path file)
            throws IOException {
        SavedCovariance saved;
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            saved = SavedCovariance.write(original, zip, blockBytes);
            ModelZip.putObject(zip, "else", "text");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<Long> sizes = zip.stream()
                    .filter(entry -> SavedCovariance.isPart(entry.getName()))
                    .map(ZipEntry::getSize)
                    .collect(Collectors.toList());
            if (original.samples() > 0) {
                assertThat(sizes).isNotEmpty();
            }
            assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1L, (long) blockBytes));
            assertThat(ModelZip.hasObject(zip, "else")).isTrue();
            return Serialised.copyOf(saved).read(zip);
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
