package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class MnistTest {

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @BeforeEach
    void useACacheOfOurOwn() {
        System.setProperty(MnistFiles.CACHE_PROPERTY, folder.resolve("cache").toString());
        cache = MnistFiles.cache();
    }

    @AfterEach
    void leaveNoTrace() {
        System.clearProperty(MnistFiles.CACHE_PROPERTY);
    }

    @Test
    void pixelsAndLabelsAreThoseOfTheFiles() throws IOException {
        TrainTest data = Mnist.read(Optional.empty(), 2_500);

        assertThat(data.train().getFeatures().shape()).containsExactly(2_500, 784);
        assertThat(data.test().getFeatures().shape()).containsExactly(10_000, 784);
        byte[] images = unpackedBundle(IdxFile.TRAIN_IMAGES, 16 + 2_500 * 784);
        byte[] labels = unpackedBundle(IdxFile.TRAIN_LABELS, 8 + 2_500);
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
    void allSeventyThousandImagesAreThere() {
        TrainTest data = Mnist.read(Optional.empty(), Mnist.TRAIN_EXAMPLES);

        assertThat(data.train().numExamples() + data.test().numExamples()).isEqualTo(70_000);
        // the published number of each digit in the training part
        assertThat(data.train().getLabels().sum(0).toIntVector())
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(data.evaluated().numExamples()).isEqualTo(10_000);
    }

    @Test
    void aDamagedFileInTheCacheIsUnpackedAnew() throws IOException {
        MnistFiles.bundled(cache);
        Path labels = cache.resolve("train-labels-idx1-ubyte");
        Path images = cache.resolve("t10k-images-idx3-ubyte");
        byte[] truncated = Arrays.copyOf(Files.readAllBytes(labels), 30_000);
        Files.write(labels, truncated);
        byte[] flipped = Files.readAllBytes(images);
        flipped[5_000_000] ^= 1;
        Files.write(images, flipped, StandardOpenOption.TRUNCATE_EXISTING);

        MnistFiles.bundled(cache);

        assertThat(IdxFile.TRAIN_LABELS.isIntact(labels)).isTrue();
        assertThat(IdxFile.TEST_IMAGES.isIntact(images)).isTrue();
        assertThat(filesIn(cache)).hasSize(4);
    }

    @Test
    void aTruncatedFileOfTheUsersIsNamed() throws IOException {
        Path own = ownCopy();
        Path file = own.resolve("t10k-labels-idx1-ubyte.gz");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> MnistFiles.from(own, cache))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("truncated or damaged");
        assertThat(filesIn(cache)).noneMatch(name -> name.contains("unfinished"));
    }

    @Test
    void aDamagedFileOfTheUsersIsNamedEvenIfTheCacheIsIntact() throws IOException {
        MnistFiles.bundled(cache);
        Path own = ownCopy();
        Path packed = own.resolve("train-labels-idx1-ubyte.gz");
        Path plain = own.resolve("train-labels-idx1-ubyte");
        byte[] labels = unpackedBundle(IdxFile.TRAIN_LABELS, 60_008);
        labels[100] ^= 1;
        Files.write(plain, labels);
        Files.delete(packed);

        assertThatThrownBy(() -> MnistFiles.from(own, cache))
                .hasMessageContaining(plain.toString())
                .hasMessageContaining("expected SHA-256 65a50cbb");
        Files.delete(plain);
        assertThatThrownBy(() -> MnistFiles.from(own, cache)).hasMessageContaining("No file " + packed);
    }

    @Test
    void withoutAHomeToWriteInTheTemporaryFolderHoldsTheCache() throws IOException {
        System.clearProperty(MnistFiles.CACHE_PROPERTY);
        String home = System.getProperty("user.home");
        System.setProperty(
                "user.home", Files.createFile(folder.resolve("no-folder")).toString());
        try {
            assertThat(MnistFiles.cache()).startsWithRaw(Path.of(System.getProperty("java.io.tmpdir")));
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void theUsersOwnIntactFilesAreReadAndLeftAlone() throws IOException {
        Path own = ownCopy();
        List<String> before = filesIn(own);

        assertThat(MnistFiles.from(own, cache)).isEqualTo(cache);
        assertThat(filesIn(cache)).hasSize(4);
        assertThat(filesIn(own)).isEqualTo(before);
    }

    @Test
    void manyAtOnceMayFillTheSameCache() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Path>> folders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            folders.add(pool.submit(() -> MnistFiles.bundled(cache)));
        }
        for (Future<Path> found : folders) {
            for (IdxFile file : IdxFile.values()) {
                assertThat(file.isIntact(found.get().resolve(file.fileName()))).isTrue();
            }
        }
        pool.shutdown();
        assertThat(filesIn(cache)).hasSize(4);
    }

    @Test
    void theNumberOfTrainingExamplesIsChecked() {
        assertThatThrownBy(() -> Mnist.read(Optional.empty(), 60_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 60000]");
    }

    private Path ownCopy() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        for (IdxFile file : IdxFile.values()) {
            try (InputStream in = Mnist.class.getResourceAsStream("mnist/" + file.packedName())) {
                Files.copy(in, own.resolve(file.packedName()));
            }
        }
        return own;
    }

    private static byte[] unpackedBundle(IdxFile file, int bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(Mnist.class.getResourceAsStream("mnist/" + file.packedName()))) {
            return in.readNBytes(bytes);
        }
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
