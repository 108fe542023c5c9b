package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dl4jfreeze.internal.checkpoint.Folder.assertOnly;
import static org.dl4jfreeze.internal.checkpoint.Folder.only;
import static org.dl4jfreeze.internal.checkpoint.Folder.save;
import static org.dl4jfreeze.internal.checkpoint.Folder.text;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.support.FileOperation;
import org.dl4jfreeze.support.ObservedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The new file is readable and writable for whom the old one was, and at no moment for others. */
class SafeFilePermissionsTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void posix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        file = folder.resolve("net.zip");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void old(String permissions) throws IOException {
        save(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "rw-rw-rw-", "-w-------", "rwxrwxrwx", "rw--w-r--"})
    void theOldFilesPermissionsAreKept(String kept) throws IOException {
        old(kept);
        SafeFile.write(file, out -> {
            out.write('a');
            out.flush();
            assertThat(permissions(only(folder, ".work")))
                    .as("while it is written")
                    .isEqualTo(kept);
        });
        assertThat(permissions(file)).isEqualTo(kept);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertOnly(file, "a");
    }

    @Test
    void aNewFileHasThePermissionsThatTheSystemGives() throws IOException {
        Path other = Files.createFile(folder.resolve("other"));
        save(file, "a");
        assertThat(permissions(file)).isEqualTo(permissions(other));
    }

    @Test
    void theWorkFileIsNeverMoreReadableThanTheOldFile() throws IOException {
        old("rw-r-----");
        List<FileOperation> seen = new ArrayList<>();
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (path.toString().endsWith(".work") && Files.exists(path)) {
                seen.add(operation);
                assertThat(permissions(path))
                        .as("before %s", operation)
                        .isIn(operation == FileOperation.SET_PERMISSIONS ? "rw-------" : "rw-r-----");
            }
        });
        save(observed, "new");
        assertThat(seen)
                .containsExactly(
                        FileOperation.SET_PERMISSIONS, FileOperation.WRITE, FileOperation.FORCE, FileOperation.MOVE);
    }

    @Test
    void groupAndOwnerAreKept() throws IOException {
        assumeGivenAway("rw-r-----");
        Object owner = Files.getAttribute(file, "unix:uid");
        Object group = Files.getAttribute(file, "unix:gid");
        save(file, "new");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(owner);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
        assertThat(permissions(file)).isEqualTo("rw-r-----");
        assertOnly(file, "new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rwx--- rw-------", "rw-rw-r-- rw-r--r--", "rwxrwx--x rwx--x--x", "rw----r-- rw----r--"})
    void anotherGroupMayDoNoMoreThanEverybody(String oldAndNew) throws IOException {
        assumeGivenAway(oldAndNew.split(" ")[0]);
        Path observed = ObservedFileSystem.observed(file, (operation, path, bytes) -> {
            if (operation == FileOperation.SET_GROUP || operation == FileOperation.SET_OWNER) {
                throw new FileSystemException(path.toString(), null, "Operation not permitted");
            }
        });
        save(observed, "new");
        assertThat(permissions(file)).isEqualTo(oldAndNew.split(" ")[1]);
        assertThat(text(file)).isEqualTo("new");
    }

    /** Gives the old file to another user and group, which only the superuser can do. */
    private void assumeGivenAway(String permissions) throws IOException {
        old(permissions);
        try {
            Files.setAttribute(file, "unix:uid", 12_345);
            Files.setAttribute(file, "unix:gid", 23_456);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "files cannot be given away: " + e);
        }
    }
}
