package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Each entry of a checkpoint must be there, undamaged, and the one that was saved together with the others. */
class CheckpointEntriesTest {

    private static final List<String> OF_DL4J = List.of("configuration.json", "coefficients.bin", "updaterState.bin");
    private static final int SIGNATURE_OF_A_LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER = 30;

    /** Trainings, of which DL4J's own reading would not notice some damage. */
    private enum Case {
        FLOAT(GoldenCheckpoint.MULTI_LAYER_AFTER_T0),
        HALF(GoldenCheckpoint.HALF_BEFORE_T0),
        GRAPH(GoldenCheckpoint.GRAPH_TWO_STEPS),
        COVARIANCE(GoldenCheckpoint.COVARIANCE_FACTORED),
        BEFORE_THE_FIRST_SAMPLE(null);

        private final GoldenCheckpoint golden;

        Case(GoldenCheckpoint golden) {
            this.golden = golden;
        }

        void save(Path file, int seed) {
            if (golden != null) {
                golden.save(file, seed);
                return;
            }
            MultiLayerNetwork network =
                    TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.seed(seed));
            FreezingListener listener = FreezingListener.builder(
                            FreezePlan.atIteration(60).fraction(0.5))
                    .sampler(GradientSampler.firstExample().afterWarmUp(20))
                    .build();
            network.addListeners(listener);
            Training.fit(network, 0, 8, t -> TestData.dense(DataType.FLOAT, 6, t));
            FreezingCheckpoint.save(network, listener, file.toFile());
        }
    }

    @TempDir
    Path folder;

    private CheckpointZip saved(Case each, int seed) throws IOException {
        Path file = folder.resolve(each + "-" + seed + ".zip");
        each.save(file, seed);
        return new CheckpointZip(Files.readAllBytes(file));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("x.zip"), content);
    }

    private void assertRefused(byte[] content, String entry) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> FreezingCheckpoint.load(file.toFile()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(entry);
        if (!OF_DL4J.contains(entry)) {
            assertThatThrownBy(() -> FreezingCheckpoint.loadListener(file.toFile()))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(entry);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingEntryIsNamed(Case each) throws IOException {
        CheckpointZip saved = saved(each, 42);
        assertThat(saved.entries()).containsKeys(OF_DL4J.toArray(String[]::new));
        for (String entry : List.copyOf(saved.entries().keySet())) {
            byte[] content = saved.entries().remove(entry);
            assertRefused(saved.zip(), entry);
            saved.put(entry, content);
        }
        FreezingCheckpoint.load(file(saved.zip()).toFile());
    }

    @ParameterizedTest
    @EnumSource
    void anEntryOfAnotherTrainingOfTheSameShapeIsNamed(Case each) throws IOException {
        CheckpointZip saved = saved(each, 42);
        CheckpointZip other = saved(each, 43);
        assertThat(other.entries()).containsOnlyKeys(saved.entries().keySet());
        int exchanged = 0;
        for (String entry : List.copyOf(saved.entries().keySet())) {
            byte[] content = saved.get(entry);
            if (!Arrays.equals(content, other.get(entry)) && !entry.equals(CheckpointZip.JSON)) {
                exchanged++;
                assertRefused(saved.put(entry, other.get(entry)).zip(), entry);
                saved.put(entry, content);
            }
        }
        assertThat(exchanged).isGreaterThanOrEqualTo(OF_DL4J.size());
        // what describes one training does not fit the entries of another
        Path mixed = file(
                saved.put(CheckpointZip.JSON, other.get(CheckpointZip.JSON)).zip());
        assertThatThrownBy(() -> FreezingCheckpoint.load(mixed.toFile()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(mixed.toString())
                .hasMessageContaining("the entry configuration.json is not what was saved");
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedLocalHeaderIsNamed(Case each) throws IOException {
        CheckpointZip saved = saved(each, 42);
        for (String entry : saved.entries().keySet()) {
            byte[] content = saved.zip();
            content[localHeader(content, entry) + 2] ^= 1;
            assertRefused(content, entry);
        }
    }

    /** The file's directory has the name too, so that no entry is overlooked as by those who read from the front. */
    @ParameterizedTest
    @EnumSource
    void aDamagedNameInALocalHeaderChangesNothing(Case each) throws IOException {
        CheckpointZip saved = saved(each, 42);
        String expected =
                CheckpointContent.of(FreezingCheckpoint.load(file(saved.zip()).toFile()));
        for (String entry : saved.entries().keySet()) {
            byte[] content = saved.zip();
            content[localHeader(content, entry) + LOCAL_HEADER] ^= 1;
            assertThat(CheckpointContent.of(
                            FreezingCheckpoint.load(file(content).toFile())))
                    .isEqualTo(expected);
        }
    }

    private static int localHeader(byte[] file, String entry) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = entry.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < file.length - LOCAL_HEADER - name.length; at++) {
            if (buffer.getInt(at) == SIGNATURE_OF_A_LOCAL_HEADER
                    && Arrays.equals(
                            Arrays.copyOfRange(file, at + LOCAL_HEADER, at + LOCAL_HEADER + name.length), name)) {
                return at;
            }
        }
        throw new IllegalArgumentException(entry);
    }
}
