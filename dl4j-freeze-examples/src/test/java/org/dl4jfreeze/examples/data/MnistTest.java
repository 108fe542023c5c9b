package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class MnistTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void pixelsAndLabelsAreThoseOfTheFiles() throws IOException {
        TrainTest data = Mnist.read(Optional.empty(), 2_500);

        assertThat(data.train().getFeatures().shape()).containsExactly(2_500, 784);
        assertThat(data.test().getFeatures().shape()).containsExactly(10_000, 784);
        byte[] images = unpackedBundle(MnistFile.TRAIN_IMAGES, 16 + 2_500 * 784);
        byte[] labels = unpackedBundle(MnistFile.TRAIN_LABELS, 8 + 2_500);
        for (int example : new int[] {0, 999, 1_000, 2_499}) {
            INDArray pixels = data.train().getFeatures().getRow(example);
            for (int pixel = 0; pixel < 784; pixel++) {
                int expected = images[16 + example * 784 + pixel] & 0xFF;
                assertThat(pixels.getFloat(pixel)).isEqualTo(expected / 255f);
            }
            INDArray oneHot = data.train().getLabels().getRow(example);
            assertThat(oneHot.sumNumber().intValue()).isEqualTo(1);
            assertThat(oneHot.getInt(labels[8 + example])).isEqualTo(1);
        }
    }

    @Test
    void everyImageAndLabelIsWhatDl4jsOwnIteratorGivesInTheSameOrder() throws IOException {
        for (MnistFile file : MnistFile.values()) {
            Files.write(folder.resolve(file.plainName()), unpackedBundle(file, Integer.MAX_VALUE));
        }
        TrainTest data = Mnist.read(Optional.empty(), Mnist.TRAIN_EXAMPLES);

        assertSameAsIterator(data.train(), true, Mnist.TRAIN_EXAMPLES);
        assertSameAsIterator(data.test(), false, 10_000);
    }

    private void assertSameAsIterator(DataSet part, boolean train, int examples) throws IOException {
        MnistDataSetIterator iterator =
                new MnistDataSetIterator(1_000, examples, false, train, false, 0, folder.toFile());
        for (int from = 0; from < examples; from += 1_000) {
            DataSet expected = iterator.next();
            DataSet found = (DataSet) part.getRange(from, from + 1_000);
            assertThat(found.getFeatures().data().asFloat()).isNotEmpty();
            assertThat(found.getFeatures().dup().data().asFloat())
                    .isEqualTo(expected.getFeatures().dup().data().asFloat());
            assertThat(found.getLabels().dup().data().asFloat())
                    .isEqualTo(expected.getLabels().dup().data().asFloat());
        }
        assertThat(iterator.hasNext()).isFalse();
        iterator.close();
    }

    @Test
    void allSeventyThousandImagesAreThere() {
        TrainTest data = Mnist.read(Optional.empty(), Mnist.TRAIN_EXAMPLES);

        assertThat(data.train().numExamples() + data.test().numExamples()).isEqualTo(70_000);
        // the published number of each digit in the training part
        assertThat(data.train().getLabels().sum(0).toIntVector())
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(data.evaluated().numExamples()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"TRAIN_IMAGES", "TRAIN_LABELS", "TEST_IMAGES", "TEST_LABELS"})
    void aTruncatedFileOfTheUsersIsNamed(MnistFile damaged) throws IOException {
        Path own = ownCopy();
        Path file = own.resolve(damaged.packedName());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> Mnist.read(Optional.of(own), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("truncated or damaged")
                .hasMessageContaining("replace it by an intact copy");
    }

    @Test
    void aFileThatIsNotPackedInSpiteOfItsNameIsNamed() throws IOException {
        Path own = ownCopy();
        Path file = own.resolve(MnistFile.TEST_LABELS.packedName());
        Files.writeString(file, "no labels");

        assertThatThrownBy(() -> Mnist.read(Optional.of(own), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + " is truncated or damaged: it is not a complete gzip file");
    }

    @Test
    void aDamagedOrMissingFileOfTheUsersIsNamedThoughTheBundledOneIsIntact() throws IOException {
        Path own = ownCopy();
        Path packed = own.resolve("train-labels-idx1-ubyte.gz");
        Path plain = own.resolve("train-labels-idx1-ubyte");
        byte[] labels = unpackedBundle(MnistFile.TRAIN_LABELS, 60_008);
        labels[100] ^= 1;
        Files.write(plain, labels);
        Files.delete(packed);

        assertThatThrownBy(() -> Mnist.read(Optional.of(own), 10))
                .hasMessageContaining(plain.toString())
                .hasMessageContaining("expected SHA-256 65a50cbb");
        Files.delete(plain);
        assertThatThrownBy(() -> Mnist.read(Optional.of(own), 10)).hasMessageContaining("No file " + packed);
    }

    @Test
    void theUsersOwnIntactFilesAreReadPackedOrNotAndLeftAlone() throws IOException {
        Path own = ownCopy();
        Files.delete(own.resolve(MnistFile.TEST_IMAGES.packedName()));
        Files.write(
                own.resolve(MnistFile.TEST_IMAGES.plainName()),
                unpackedBundle(MnistFile.TEST_IMAGES, Integer.MAX_VALUE));

        assertThat(Mnist.read(Optional.of(own), 10).checksum())
                .isEqualTo(Mnist.read(Optional.empty(), 10).checksum());
        try (var files = Files.list(own)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "train-images-idx3-ubyte.gz",
                            "train-labels-idx1-ubyte.gz",
                            "t10k-images-idx3-ubyte",
                            "t10k-labels-idx1-ubyte.gz");
        }
    }

    @Test
    void theNumberOfTrainingExamplesIsChecked() {
        assertThatThrownBy(() -> Mnist.read(Optional.empty(), 60_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 60000]");
    }

    private Path ownCopy() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        for (MnistFile file : MnistFile.values()) {
            try (InputStream in = Mnist.class.getResourceAsStream("mnist/" + file.packedName())) {
                Files.copy(in, own.resolve(file.packedName()));
            }
        }
        return own;
    }

    private static byte[] unpackedBundle(MnistFile file, int bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(Mnist.class.getResourceAsStream("mnist/" + file.packedName()))) {
            return in.readNBytes(bytes);
        }
    }
}
