package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jfreeze.internal.checkpoint.Folder.assertOnly;
import static org.dl4jfreeze.internal.checkpoint.Folder.names;
import static org.dl4jfreeze.internal.checkpoint.Folder.only;
import static org.dl4jfreeze.internal.checkpoint.Folder.save;
import static org.dl4jfreeze.internal.checkpoint.Folder.text;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a save leaves, with and without an error. */
class SafeFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("net.zip");
    }

    @Test
    void createsAndReplaces() throws IOException {
        save(file, "old");
        assertOnly(file, "old");
        save(file, "new");
        assertOnly(file, "new");
    }

    @Test
    void theOldContentIsThereUntilTheNewOneIsComplete() throws IOException {
        save(file, "old and longer");
        SafeFile.write(file, out -> {
            out.write(new byte[200_000]);
            out.flush();
            assertThat(text(file)).isEqualTo("old and longer");
        });
        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[200_000]);
    }

    @Test
    void everyByteArrivesHoweverItIsWritten() throws IOException {
        byte[] bytes = new byte[300_001];
        new Random(1).nextBytes(bytes);
        SafeFile.write(file, out -> {
            out.write(bytes[0]);
            out.write(bytes, 1, 99);
            out.write(bytes, 100, 200_000);
            for (int i = 200_100; i < bytes.length; i++) {
                out.write(bytes[i]);
            }
        });
        assertThat(Arrays.equals(Files.readAllBytes(file), bytes)).isTrue();
    }

    @Test
    void theWriterMayCloseTheStream() throws IOException {
        SafeFile.write(file, out -> {
            out.write('a');
            out.close();
            out.close();
        });
        assertOnly(file, "a");
    }

    @Test
    void aFailedWriterLeavesTheOldFileOnly() throws IOException {
        save(file, "old");
        for (Throwable failure :
                new Throwable[] {new IOException("a"), new IllegalStateException("b"), new Error("c")}) {
            assertThatThrownBy(() -> SafeFile.write(file, out -> {
                        out.write(new byte[200_000]);
                        SafeFileTest.<IOException>fail(failure);
                    }))
                    .isSameAs(failure);
            assertOnly(file, "old");
        }
    }

    @Test
    void aFailedWriterLeavesNothingWhereNothingWas() throws IOException {
        assertThatThrownBy(() -> SafeFile.write(file, out -> SafeFileTest.<IOException>fail(new IOException("a"))))
                .hasMessage("a");
        assertThat(names(folder)).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void anInterruptedSaveLeavesTheOldFileAndTheInterruption() throws IOException {
        save(file, "old");
        assertThatThrownBy(() -> SafeFile.write(file, out -> {
                    out.write(new byte[200_000]);
                    Thread.currentThread().interrupt();
                    out.write(new byte[200_000]);
                }))
                .isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertOnly(file, "old");
    }

    @Test
    void anInterruptionThatTheWriterIgnoresFailsTheSave() throws IOException {
        save(file, "old");
        assertThatThrownBy(() -> SafeFile.write(file, out -> {
                    Thread.currentThread().interrupt();
                    // keeps no exception, but a flag
                    new PrintStream(out).write(new byte[200_000], 0, 200_000);
                }))
                .isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertOnly(file, "old");
    }

    @Test
    void aNameOfTheGreatestLengthWorks() throws IOException {
        Path longest = folder.resolve("n".repeat(255));
        save(longest, "old");
        save(longest, "new");
        assertOnly(longest, "new");
    }

    @Test
    void aLongNameOfOtherLettersWorks() throws IOException {
        String encoding = System.getProperty("sun.jnu.encoding");
        assumeTrue("UTF-8".equals(encoding), "file names are encoded in " + encoding);
        // 255 bytes
        Path longest = folder.resolve("\u7f51".repeat(85));
        save(longest, "old");
        save(longest, "new");
        assertOnly(longest, "new");
    }

    @Test
    void aNameThatIsTooLongIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path tooLong = folder.resolve("n".repeat(256));
        assertThatThrownBy(() -> SafeFile.write(tooLong, out -> SafeFileTest.<IOException>fail(new Error("written"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot save to " + tooLong)
                .hasMessageContaining("too long")
                .hasMessageEndingWith("choose another file");
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aRelativePathIsOfTheWorkingDirectory() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        assumeTrue(here.getRoot().equals(folder.toAbsolutePath().getRoot()), "on one drive");
        save(here.relativize(file.toAbsolutePath()), "a");
        assertOnly(file, "a");
        Path alone = Path.of("SafeFileTest.tmp");
        try {
            save(alone, "b");
            assertThat(text(here.resolve(alone))).isEqualTo("b");
        } finally {
            Files.deleteIfExists(here.resolve(alone));
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextSaveOfThisFileOnly() throws IOException {
        abandoned(file, true);
        abandoned(file, false);
        abandoned(folder.resolve("other.zip"), true);
        save(file, "a");
        assertThat(names(folder)).as("net.zip and what is of the other file").hasSize(3);
        assertThat(text(file)).isEqualTo("a");
        assertThat(text(only(folder, ".work"))).isEqualTo("partial of other.zip");
        save(folder.resolve("other.zip"), "b");
        assertThat(names(folder)).containsExactly("net.zip", "other.zip");
    }

    /** Leaves what a killed save leaves: a lock file without a lock, with or without a work file. */
    private static void abandoned(Path target, boolean begun) throws IOException {
        String name = WorkFile.prefix(target) + begun;
        Files.createFile(target.resolveSibling(name + ".lock"));
        if (begun) {
            Files.writeString(target.resolveSibling(name + ".work"), "partial of " + target.getFileName());
        }
    }
}
