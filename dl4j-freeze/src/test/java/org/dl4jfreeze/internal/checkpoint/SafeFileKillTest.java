package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dl4jfreeze.support.KilledProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it saves leaves the old or the new file, and nothing that the next save does not remove. */
class SafeFileKillTest {

    private static final List<String> OPTIONS = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path folder;

    @Test
    void aKilledProcessLeavesAWholeFile() throws Exception {
        Path saved = Files.createDirectory(folder.resolve("saved"));
        Path file = saved.resolve("net.zip");
        Overwriter.overwrite(file, 1);
        AtomicInteger killedWithinASave = new AtomicInteger();
        new KilledProcess(folder, OPTIONS, Overwriter.class, file.toString()).kill(100, kill -> {
            Overwriter.assertWhole(file);
            if (Folder.names(saved).size() > 1) {
                killedWithinASave.incrementAndGet();
            }
            // every other time, what is left is removed by the next process, which is killed in its turn
            if (kill % 2 == 0) {
                Overwriter.overwrite(file, 1);
                Overwriter.assertWhole(file);
                assertThat(Folder.names(saved)).containsExactly("net.zip");
            } else {
                assertThat(Folder.names(saved)).hasSizeLessThanOrEqualTo(3);
            }
        });
        assertThat(killedWithinASave).as("kills that left a work file").hasPositiveValue();
    }
}
