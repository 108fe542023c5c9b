package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dl4jfreeze.internal.checkpoint.Folder.names;
import static org.dl4jfreeze.internal.checkpoint.Folder.save;
import static org.dl4jfreeze.internal.checkpoint.Folder.text;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be replaced, and what symbolic links lead to. */
class SafeFileRefusalsTest {

    @TempDir
    Path folder;

    private Path file;
    private Path link;

    @BeforeEach
    void choose() {
        file = folder.resolve("net.zip");
        link = folder.resolve("link");
    }

    private static void assertRefused(Path target, String found, String remedy) {
        assertThatThrownBy(() -> SafeFile.write(target, out -> {
                    throw new AssertionError("was not refused before the writer");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot save to " + target)
                .hasMessageContaining("expected a file that can be written, found " + found)
                .hasMessageEndingWith("; " + remedy);
    }

    @Test
    void aDirectoryIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused(empty, "a directory", "name a file in it");
        assertThat(empty).isEmptyDirectory();
        assertRefused(folder.resolve("empty/.."), "a directory", "name a file in it");
        assertRefused(Path.of("/"), "a directory", "name a file in it");
        assertRefused(Path.of(""), "a directory", "name a file in it");
    }

    @Test
    void aFileInNoDirectoryIsRefused() throws IOException {
        assertRefused(
                folder.resolve("missing/net.zip"),
                "that its directory " + folder.resolve("missing") + " does not exist",
                "create the directory first");
        save(file, "a file");
        assertRefused(file.resolve("net.zip"), "that its directory " + file, "create the directory first");
        assertThat(text(file)).isEqualTo("a file");
        assertThat(names(folder)).containsExactly("net.zip");
    }

    @Test
    void aSpecialFileIsRefused() throws IOException, InterruptedException {
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            assertRefused(device, "a device", "choose another name");
        }
        Path pipe = folder.resolve("pipe");
        assumeTrue(makesPipe(pipe), "pipes can be made");
        assertRefused(pipe, "a device, pipe", "choose another name");
        assertThat(names(folder)).containsExactly("pipe");
    }

    private static boolean makesPipe(Path pipe) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("mkfifo", pipe.toString()).start();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aReadOnlyFileIsRefused() throws IOException {
        save(file, "old");
        assumeTrue(file.toFile().setReadOnly());
        assertRefused(file, "a read-only file", "make it writable, or choose another name");
        assertThat(text(file)).isEqualTo("old");
        assertThat(names(folder)).containsExactly("net.zip");
        assertThat(file.toFile().setWritable(true)).isTrue();
        save(file, "new");
        assertThat(text(file)).isEqualTo("new");
    }

    @Test
    void aLoopOfLinksIsRefused() throws IOException {
        link(link, Path.of("back"));
        link(folder.resolve("back"), link);
        assertRefused(link, "a loop of symbolic links", "correct the link");
        assertThat(names(folder)).containsExactly("back", "link");
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path linked = there.resolve("linked.zip");
        save(linked, "old");
        link(link, Path.of("there", "linked.zip"));
        save(link, "new");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        Folder.assertOnly(linked, "new");
        assertThat(names(folder)).containsExactly("link", "there");
    }

    @Test
    void aDanglingLinkIsFollowed() throws IOException {
        link(link, file);
        save(link, "new");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(text(file)).isEqualTo("new");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void aChainOfLinksInLinkedDirectoriesIsFollowed() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        link(folder.resolve("short"), deep);
        // from the directory that it is in, not from where the link to that is
        link(deep.resolve("second"), Path.of("../last"));
        link(link, folder.resolve("short/second"));
        link(folder.resolve("a/last"), Path.of("b/net.zip"));
        save(link, "new");
        assertThat(text(deep.resolve("net.zip"))).isEqualTo("new");
        assertThat(names(deep)).containsExactly("net.zip", "second");
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }

    @Test
    void whatALinkLeadsToIsNamedWhereItIsRefused() throws IOException {
        Path missing = folder.resolve("missing");
        link(link, missing.resolve("net.zip"));
        assertRefused(link, "that its directory " + missing + " does not exist", "create the directory first");
        assertThatThrownBy(() -> save(link, "a"))
                .hasMessageStartingWith(
                        "Cannot save to " + link + " (a symbolic link to " + missing.resolve("net.zip") + "): ");
    }

    private static void link(Path link, Path to) {
        try {
            Files.createSymbolicLink(link, to);
        } catch (IOException | UnsupportedOperationException e) {
            assumeTrue(false, "no symbolic links: " + e);
        }
    }
}
