package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.support.KilledProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed while it saves resumes from a whole checkpoint, again and again. */
class CheckpointKillTest {

    /** ND4J takes seconds to start; {@code SafeFileKillTest} kills more often. */
    private static final int USUAL_KILLS = 6;

    private static final List<String> OPTIONS =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    @TempDir
    Path folder;

    @Test
    void theFileOfAKilledProcessLoads() throws Exception {
        Path saved = Files.createDirectory(folder.resolve("saved"));
        Path file = saved.resolve("net.zip");
        CheckpointSaver.GOLDEN.save(file, 42);
        AtomicInteger latest = new AtomicInteger(CheckpointSaver.GOLDEN.iterations());
        new KilledProcess(folder, OPTIONS, CheckpointSaver.class, file.toString()).kill(USUAL_KILLS, 400, kill -> {
            // the process resumes from the file of the one before, so that nothing that was saved gets lost
            FreezingCheckpoint loaded = FreezingCheckpoint.load(file.toFile());
            int iterations = loaded.multiLayerNetwork().getIterationCount();
            assertThat(iterations).as("iterations").isGreaterThan(latest.getAndSet(iterations));
            try (Stream<Path> left = Files.list(saved)) {
                assertThat(left.count()).as("files").isLessThanOrEqualTo(3);
            }
        });
    }
}
