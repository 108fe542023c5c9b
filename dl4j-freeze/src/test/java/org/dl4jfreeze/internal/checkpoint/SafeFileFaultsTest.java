package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jfreeze.internal.checkpoint.Folder.assertOnly;
import static org.dl4jfreeze.internal.checkpoint.Folder.names;
import static org.dl4jfreeze.internal.checkpoint.Folder.only;
import static org.dl4jfreeze.internal.checkpoint.Folder.save;
import static org.dl4jfreeze.internal.checkpoint.Folder.text;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.support.FileOperation;
import org.dl4jfreeze.support.ObservedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that refuses an operation, whichever it is, leaves the old content. */
class SafeFileFaultsTest {

    private static final byte[] NEW = "n".repeat(300_000).getBytes();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void old() throws IOException {
        file = folder.resolve("net.zip");
        save(file, "old");
    }

    private Path refusing(FileOperation refused) {
        return ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (operation == refused) {
                throw new IOException("disk says no");
            }
        });
    }

    @Test
    void theOrderOfOperationsIsTheSafeOne() throws IOException {
        List<String> seen = new ArrayList<>();
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            String name = path.equals(folder.toRealPath())
                    ? "folder"
                    : path.toString().replaceFirst(".*\\.", "");
            seen.add(operation + " " + name);
            assertThat(Files.exists(file)).as("before %s", operation).isTrue();
        });
        save(observed, "new");
        assertThat(seen)
                .containsExactly(
                        "OPEN lock",
                        "LOCK lock",
                        "OPEN work",
                        "SET_PERMISSIONS work",
                        "WRITE work",
                        "FORCE work",
                        "MOVE work",
                        "DELETE work",
                        "DELETE lock",
                        "OPEN folder",
                        "FORCE folder");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 65_536, 65_537, 200_000, 300_000})
    void aFullDiskLeavesTheOldFile(long room) throws IOException {
        Path full = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (operation == FileOperation.WRITE && bytes >= room) {
                throw new IOException("No space left on device");
            }
        });
        assertThatThrownBy(() -> SafeFile.write(full, out -> out.write(NEW))).hasMessage("No space left on device");
        assertOnly(file, "old");
        assertThatThrownBy(() -> SafeFile.write(full, out -> new PrintStream(out).write(NEW, 0, NEW.length)))
                .as("ignored by the writer")
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
        assertOnly(file, "old");
    }

    @Test
    void aFailedSyncLeavesTheOldFile() throws IOException {
        assertThatThrownBy(() -> save(refusing(FileOperation.FORCE), "new")).hasMessage("disk says no");
        assertOnly(file, "old");
    }

    @Test
    void aFolderThatCannotBeSyncedIsNoFailure() throws IOException {
        for (FileOperation refused : List.of(FileOperation.OPEN, FileOperation.FORCE)) {
            Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
                if (operation == refused && Files.isDirectory(path)) {
                    throw new IOException("not for directories");
                }
            });
            save(observed, "new " + refused);
            assertOnly(file, "new " + refused);
        }
    }

    @Test
    void aRefusedWorkFileIsExplained() throws IOException {
        assertThatThrownBy(() -> save(refusing(FileOperation.OPEN), "new"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot create a work file in " + folder.toRealPath())
                .hasMessageContaining("disk says no")
                .hasMessageEndingWith("in the same directory, where creating files must be allowed");
        assertOnly(file, "old");
    }

    @Test
    void aFailedMoveKeepsOldAndNew() throws IOException {
        assertThatThrownBy(() -> save(refusing(FileOperation.MOVE), "new"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot replace " + file.toRealPath() + ", which is as it was before")
                .hasMessageContaining("disk says no")
                .hasMessageContaining("complete in " + only(folder, ".work").toRealPath())
                .hasMessageContaining("move that file to " + file.toRealPath() + " by hand, or save again");
        assertThat(text(file)).isEqualTo("old");
        assertThat(text(only(folder, ".work"))).isEqualTo("new");
        assertThat(names(folder)).hasSize(2);
    }

    @Test
    void everyReasonOfAFailedMoveIsTheSame() throws IOException {
        for (Exception reason : List.of(
                new AtomicMoveNotSupportedException("a", "b", "another disk"),
                new UnsupportedOperationException("no atomic moves"))) {
            Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
                if (operation == FileOperation.MOVE) {
                    SafeFileFaultsTest.<IOException>fail(reason);
                }
            });
            assertThatThrownBy(() -> save(observed, "new"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("complete in")
                    .hasCause(reason);
            assertThat(text(file)).isEqualTo("old");
            Files.delete(only(folder, ".work"));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aKeptFileStaysUntilALaterSaveHasSucceeded() throws IOException {
        assertThatThrownBy(() -> save(refusing(FileOperation.MOVE), "first")).isInstanceOf(IOException.class);
        Path kept = only(folder, ".work");
        assertThatThrownBy(() -> save(refusing(FileOperation.FORCE), "second")).hasMessage("disk says no");
        assertThatThrownBy(() -> save(refusing(FileOperation.MOVE), "third")).isInstanceOf(IOException.class);
        SafeFile.write(file, out -> assertThat(text(kept)).isEqualTo("first"));
        assertOnly(file, "");
    }

    @Test
    void aFinishedFileThatDisappearedIsNotSaidToBeKept() throws IOException {
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (operation == FileOperation.MOVE) {
                Files.delete(path);
            }
        });
        assertThatThrownBy(() -> save(observed, "new"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("removed by another process")
                .hasMessageEndingWith("save again");
        assertOnly(file, "old");
    }

    @Test
    void withoutLocksNothingOfOthersIsDeleted() throws IOException {
        String other = WorkFile.prefix(file) + "other";
        Files.createFile(folder.resolve(other + ".lock"));
        Files.createFile(folder.resolve(other + ".work"));
        save(refusing(FileOperation.LOCK), "new");
        assertThat(names(folder)).containsExactlyInAnyOrder("net.zip", other + ".lock", other + ".work");
        assertThat(text(file)).isEqualTo("new");
    }

    @Test
    void aLockFileThatOthersDeleteOrLockFirstIsReplacedByAnotherOne() throws IOException {
        List<Path> tried = new ArrayList<>();
        List<FileChannel> others = new ArrayList<>();
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (operation == FileOperation.LOCK) {
                tried.add(path);
                if (tried.size() == 1) {
                    Files.delete(path);
                } else if (tried.size() == 2) {
                    others.add(FileChannel.open(path, StandardOpenOption.WRITE));
                    others.get(0).lock();
                }
            }
        });
        SafeFile.write(observed, out -> assertThat(only(folder, ".lock")).isEqualTo(tried.get(2)));
        others.get(0).close();
        assertThat(tried).hasSize(3).doesNotHaveDuplicates();
        assertOnly(file, "");
    }

    @Test
    void aWorkFileThatCannotBeDeletedIsDeletedByTheNextSave() throws IOException {
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            boolean content = path.toString().endsWith(".work");
            if (operation == FileOperation.FORCE || operation == FileOperation.DELETE && content) {
                throw new IOException("disk says no");
            }
        });
        assertThatThrownBy(() -> save(observed, "partial")).hasMessage("disk says no");
        SafeFile.write(file, out -> assertThat(names(folder))
                .as("this save's own two files and the old one")
                .hasSize(3));
        assertOnly(file, "");
    }
}
