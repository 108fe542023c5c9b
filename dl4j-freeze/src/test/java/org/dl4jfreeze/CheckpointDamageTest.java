package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dl4jfreeze.support.ManySamples;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.ZipEntries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A checkpoint with a full covariance that is not as it was saved is refused, with the reason. */
class CheckpointDamageTest {

    private static final String NUMBERS = "dl4jfreeze/covariance-triangle-0.npy";

    @TempDir
    Path folder;

    private Path file;
    private ManySamples saved;

    @BeforeEach
    void save() {
        file = folder.resolve("x.zip");
        saved = save(file, NetworkKind.MULTI_LAYER, Covariance.full(), 26);
    }

    private static ManySamples save(Path file, NetworkKind kind, Covariance covariance, int iterations) {
        ManySamples training =
                ManySamples.of(kind, covariance, GradientSampler.firstExample()).train(0, iterations);
        FreezingCheckpoint.save(training.model(), training.listener(), file.toFile());
        return training;
    }

    private void assertRefused(Path path, String reason) {
        assertThatThrownBy(() -> FreezingCheckpoint.load(path.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> FreezingCheckpoint.loadListener(path.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.3, 0.5, 0.7, 0.9, 0.999})
    void cutShort(double share) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.zip");
        Files.write(cut, Arrays.copyOf(whole, (int) (share * whole.length)));
        assertRefused(cut, "is not a valid checkpoint");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(cut, "is not a valid checkpoint");
    }

    /** Where the content of an entry begins in the file, which DL4J and this library write without gaps. */
    private int offsetOf(byte[] bytes, String entry) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 30; at++) {
            if (buffer.getInt(at) == 0x04034b50
                    && new String(bytes, at + 30, buffer.getShort(at + 26), StandardCharsets.US_ASCII).equals(entry)) {
                return at + 30 + buffer.getShort(at + 26) + buffer.getShort(at + 28);
            }
        }
        throw new IllegalArgumentException(entry);
    }

    /** The first five bytes say that nothing is compressed, then come 18 rows of a triangle and what waits. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 12, 700, 1367, 1373, 2000})
    void aByteOfTheNumbersDamaged(int at) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[offsetOf(whole, NUMBERS) + at] ^= 0x06;
        Files.write(file, whole);
        assertRefused(file, "is not a valid checkpoint");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 200, 500})
    void aByteOfTheRestDamaged(int at) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[offsetOf(whole, "dl4jfreeze/checkpoint.json") + at] ^= 0x06;
        Files.write(file, whole);
        assertRefused(file, "is not a valid checkpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coefficients.bin", "updaterState.bin", "configuration.json"})
    void aByteOfTheNetworkDamaged(String entry) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[offsetOf(whole, entry) + 100] ^= 0x06;
        Files.write(file, whole);
        assertThatThrownBy(() -> FreezingCheckpoint.load(file.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a valid checkpoint")
                .hasMessageContaining(entry);
    }

    /** A file of some entries of one and some of another. */
    private Path mixed(Path one, Predicate<String> ofOne, Path other, Predicate<String> ofOther) throws IOException {
        Path mixed = folder.resolve("mixed.zip");
        try (ZipFile first = new ZipFile(one.toFile());
                ZipFile second = new ZipFile(other.toFile());
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(mixed))) {
            ZipEntries.copy(first, ofOne, zip);
            ZipEntries.copy(second, ofOther, zip);
        }
        return mixed;
    }

    private static boolean isOfCovariance(String entry) {
        return entry.startsWith("dl4jfreeze/covariance");
    }

    @Test
    void whatIsCopiedEntryByEntryIsAsGood() throws IOException {
        Path copy = mixed(file, name -> true, file, name -> false);
        ManySamples.assertSame(
                FreezingCheckpoint.load(copy.toFile()).listener().covariance(),
                saved.listener().covariance());
    }

    @Test
    void theNumbersLost() throws IOException {
        Path lost = mixed(file, name -> !name.equals(NUMBERS), file, name -> false);
        assertRefused(lost, "the entry " + NUMBERS + " is missing");
    }

    /** Of the same shape one iteration before, of the same shape in another form, and of another network. */
    @Test
    void theNumbersOfAnotherTraining() throws IOException {
        Path other = folder.resolve("other.zip");
        for (Runnable writer : new Runnable[] {
            () -> save(other, NetworkKind.MULTI_LAYER, Covariance.full(), 25),
            () -> save(other, NetworkKind.MULTI_LAYER, Covariance.full().factored(), 26),
            () -> save(other, NetworkKind.GRAPH, Covariance.full(), 26)
        }) {
            writer.run();
            assertRefused(
                    mixed(file, name -> !isOfCovariance(name), other, CheckpointDamageTest::isOfCovariance),
                    "the entry dl4jfreeze/covariance-");
        }
        ManySamples same = ManySamples.of(
                NetworkKind.MULTI_LAYER,
                Covariance.full(),
                GradientSampler.firstExample().every(1));
        NetworkKind.MULTI_LAYER.train(same.model(), 100, 126);
        FreezingCheckpoint.save(same.model(), same.listener(), other.toFile());
        assertThat(new ZipFile(other.toFile()).getEntry(NUMBERS).getSize())
                .isEqualTo(new ZipFile(file.toFile()).getEntry(NUMBERS).getSize());
        assertRefused(
                mixed(file, name -> !isOfCovariance(name), other, CheckpointDamageTest::isOfCovariance),
                "not what was saved");
    }

    /** Plan, samples and covariance of one training in the file of another's network. */
    @Test
    void theListenerOfAnotherTraining() throws IOException {
        Path other = folder.resolve("other.zip");
        save(other, NetworkKind.MULTI_LAYER, Covariance.full(), 25);
        Path mixed =
                mixed(file, name -> !name.startsWith("dl4jfreeze/"), other, name -> name.startsWith("dl4jfreeze/"));
        assertThatThrownBy(() -> FreezingCheckpoint.load(mixed.toFile()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not what was saved");
    }

    @Test
    void aNetworkOfAnotherShape() {
        FreezingListener listener = FreezingCheckpoint.loadListener(file.toFile());
        ManySamples graph =
                new ManySamples(NetworkKind.GRAPH, NetworkKind.GRAPH.network(new FreezingAdam(0.01)), listener);
        Training.addListeners(graph.model(), listener);
        INDArray before = graph.model().params().dup();
        assertThatThrownBy(() -> graph.train(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("83: layer0.W 24")
                .hasMessageContaining("this one has 100: a.W 20");
        assertThat(graph.model().params()).isEqualTo(before);
    }
}
