package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.internal.checkpoint.Folder.names;
import static org.dl4jfreeze.internal.checkpoint.Folder.only;
import static org.dl4jfreeze.internal.checkpoint.Folder.save;
import static org.dl4jfreeze.internal.checkpoint.Folder.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dl4jfreeze.support.JavaProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads and processes save and read one file. */
class SafeFileConcurrencyTest {

    private static final List<String> OPTIONS = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Path saved;
    private Path file;

    @BeforeEach
    void firstSave() throws Exception {
        saved = Files.createDirectory(folder.resolve("saved"));
        file = saved.resolve("net.zip");
        Overwriter.overwrite(file, 1);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static void join(List<Future<?>> futures) throws Exception {
        for (Future<?> future : futures) {
            future.get(5, TimeUnit.MINUTES);
        }
    }

    @Test
    void readersAlwaysFindAWholeFile() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Future<?> reader = threads.submit(() -> {
            while (!ended.get()) {
                Overwriter.assertWhole(file);
            }
            return null;
        });
        Future<?> looker = threads.submit(() -> {
            while (!ended.get()) {
                assertThat(Files.exists(file)).as("the file exists").isTrue();
            }
            return null;
        });
        try {
            Overwriter.overwrite(file, 300);
        } finally {
            ended.set(true);
        }
        join(List.of(reader, looker));
        assertThat(names(saved)).containsExactly("net.zip");
    }

    @Test
    void threadsThatSaveOneFileDoNotDisturbEachOther() throws Exception {
        List<Future<?>> savers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            savers.add(threads.submit(() -> {
                Overwriter.overwrite(file, 50);
                return null;
            }));
        }
        join(savers);
        Overwriter.assertWhole(file);
        assertThat(names(saved)).containsExactly("net.zip");
    }

    @Test
    void processesThatSaveOneFileDoNotDisturbEachOther() throws Exception {
        List<Future<?>> savers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path own = Files.createDirectory(folder.resolve("process" + i));
            savers.add(threads.submit(() -> JavaProcess.run(own, OPTIONS, Overwriter.class, file.toString(), "100")));
        }
        join(savers);
        Overwriter.assertWhole(file);
        assertThat(names(saved)).containsExactly("net.zip");
    }

    @Test
    void aSaveInProgressIsLeftAloneByThreadsAndProcesses() throws Exception {
        SafeFile.write(file, out -> {
            out.write("slow".getBytes());
            out.flush();
            Path work = only(saved, ".work");
            save(file, "by the same process");
            assertThat(text(work)).isEqualTo("slow");
            try {
                JavaProcess.run(folder, OPTIONS, Overwriter.class, file.toString(), "1");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Overwriter.assertWhole(file);
            assertThat(text(work)).isEqualTo("slow");
        });
        Folder.assertOnly(file, "slow");
    }
}
