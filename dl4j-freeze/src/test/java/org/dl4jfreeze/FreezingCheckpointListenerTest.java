package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listener that saves checkpoints: which files there are, and that training resumes from each. */
class FreezingCheckpointListenerTest {

    private static final int ALL = 12;

    @TempDir
    Path parent;

    private File folder() {
        return parent.resolve("checkpoints").toFile();
    }

    private static FreezingListener freezing() {
        return new FreezingListener(FreezePlan.atIteration(7).fraction(0.5));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder().toPath())) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    private static void assertSame(Model model, FreezingListener listener, Model expected, FreezingListener other) {
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(expected.params()));
        assertThat(Bits.of(Training.updaterState(model))).containsExactly(Bits.of(Training.updaterState(expected)));
        FrozenParameters.assertSameMask(listener.mask(), other.mask());
    }

    @ParameterizedTest
    @EnumSource
    void trainingResumesFromEachFile(NetworkKind kind) throws IOException {
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener freezing = freezing();
        Training.addListeners(
                model,
                FreezingCheckpointListener.builder(freezing, folder())
                        .everyIterations(2)
                        .build(),
                freezing);
        kind.train(model, 0, ALL);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "checkpoint-2.zip",
                        "checkpoint-4.zip",
                        "checkpoint-6.zip",
                        "checkpoint-8.zip",
                        "checkpoint-10.zip",
                        "checkpoint-12.zip");
        for (int done = 2; done <= ALL; done += 2) {
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(new File(folder(), "checkpoint-" + done + ".zip"));
            kind.train(checkpoint.model(), done, ALL);
            assertSame(checkpoint.model(), checkpoint.listener(), model, freezing);
        }
    }

    @Test
    void onlyTheLastFilesStayAndOthersAreLeftAlone() throws IOException {
        NetworkKind kind = NetworkKind.GRAPH;
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener freezing = freezing();
        Training.addListeners(
                model,
                freezing,
                FreezingCheckpointListener.builder(freezing, folder())
                        .everyIterations(1)
                        .keepLast(2)
                        .build());
        Files.writeString(folder().toPath().resolve("checkpoint-best.zip"), "the user's own");
        kind.train(model, 0, 11);
        assertThat(files()).containsExactlyInAnyOrder("checkpoint-10.zip", "checkpoint-11.zip", "checkpoint-best.zip");
        assertThat(FreezingCheckpointListener.latest(folder()))
                .hasValueSatisfying(file -> assertThat(file).hasName("checkpoint-11.zip"));
    }

    @Test
    void epochsAreCountedByTheNetworkAndResumed() throws IOException {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        MultiLayerNetwork straight = (MultiLayerNetwork) kind.network(new FreezingAdam(0.01));
        FreezingListener ofStraight = new FreezingListener(FreezePlan.atEpoch(3).fraction(0.5));
        straight.addListeners(
                FreezingCheckpointListener.builder(ofStraight, folder())
                        .everyEpochs(2)
                        .build(),
                ofStraight);
        epochs(straight, kind, 5);
        assertThat(files()).containsExactly("checkpoint-4.zip", "checkpoint-8.zip");
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(new File(folder(), "checkpoint-4.zip"));
        assertThat(checkpoint.multiLayerNetwork().getEpochCount()).isEqualTo(2);
        epochs(checkpoint.multiLayerNetwork(), kind, 3);
        assertSame(checkpoint.model(), checkpoint.listener(), straight, ofStraight);
    }

    private static void epochs(MultiLayerNetwork network, NetworkKind kind, int count) {
        for (int e = 0; e < count; e++) {
            network.fit(new IteratorMultiDataSetIterator(
                    List.<org.nd4j.linalg.dataset.api.MultiDataSet>of(kind.batch(0), kind.batch(1))
                            .iterator(),
                    6));
        }
    }

    @Test
    void aFolderOfALaterTrainingIsRefusedBeforeAnythingIsDeleted() throws IOException {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        Files.createDirectories(folder().toPath());
        Files.writeString(folder().toPath().resolve("checkpoint-500.zip"), "of an earlier run");
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener freezing = freezing();
        Training.addListeners(
                model,
                FreezingCheckpointListener.builder(freezing, folder())
                        .everyIterations(1000)
                        .keepLast(1)
                        .build());
        assertThatThrownBy(() -> kind.train(model, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checkpoint-500.zip")
                .hasMessageContaining("has trained 0 iterations");
        assertThat(files()).containsExactly("checkpoint-500.zip");
    }

    @Test
    void whatCannotBeWrittenIsLoggedAndTrainingContinues() throws IOException {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        Model model = kind.network(new FreezingAdam(0.01));
        FreezingListener freezing = freezing();
        Training.addListeners(
                model,
                freezing,
                FreezingCheckpointListener.builder(freezing, folder())
                        .everyIterations(2)
                        .build());
        Files.createDirectories(folder().toPath().resolve("checkpoint-2.zip"));
        try (CapturedLog log = new CapturedLog(FreezingCheckpointListener.class)) {
            kind.train(model, 0, 4);
            assertThat(log.errors()).anySatisfy(message -> assertThat(message).contains("checkpoint-2.zip"));
        }
        assertThat(new File(folder(), "checkpoint-4.zip")).isFile();
    }

    @Test
    void wrongOptionsAreRefusedWhenTheListenerIsBuilt() throws IOException {
        FreezingListener freezing = freezing();
        FreezingCheckpointListener.Builder builder = FreezingCheckpointListener.builder(freezing, folder());
        assertThatThrownBy(builder::build).hasMessageContaining("call everyIterations(n) or everyEpochs(n)");
        assertThatThrownBy(() -> builder.everyIterations(0)).hasMessageContaining("must be at least 1, received 0");
        assertThatThrownBy(() -> builder.everyEpochs(-1)).hasMessageContaining("must be at least 1, received -1");
        assertThatThrownBy(() -> builder.keepLast(0)).hasMessageContaining("must be at least 1, received 0");
        Path file = Files.writeString(parent.resolve("file"), "text");
        assertThatThrownBy(() -> FreezingCheckpointListener.builder(freezing, file.toFile())
                        .everyEpochs(1)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no directory");
        assertThat(FreezingCheckpointListener.latest(parent.resolve("nowhere").toFile()))
                .isEmpty();
    }

    @Test
    void aSecondNetworkIsRefused() {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        FreezingListener freezing = freezing();
        FreezingCheckpointListener saving = FreezingCheckpointListener.builder(freezing, folder())
                .everyIterations(1)
                .build();
        Model one = kind.network(new FreezingAdam(0.01));
        Model other = kind.network(new FreezingAdam(0.01));
        Training.addListeners(one, freezing, saving);
        Training.addListeners(other, freezing, saving);
        kind.train(one, 0, 1);
        assertThatThrownBy(() -> kind.train(other, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("serves one network");
    }
}
