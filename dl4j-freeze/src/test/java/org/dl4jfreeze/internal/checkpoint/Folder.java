package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What tests of {@link SafeFile} do with the files of a directory. */
final class Folder {

    private Folder() {}

    static void save(Path file, String content) throws IOException {
        SafeFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static SortedSet<String> names(Path folder) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** Returns the only file of a directory whose name ends in a certain way. */
    static Path only(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path[] found = files.filter(file -> file.toString().endsWith(end)).toArray(Path[]::new);
            assertThat(found).as("files *%s", end).hasSize(1);
            return found[0];
        }
    }

    /** Asserts that there is one file, which has this content. */
    static void assertOnly(Path file, String content) throws IOException {
        assertThat(names(file.getParent())).containsExactly(file.getFileName().toString());
        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(text(file)).isEqualTo(content);
    }
}
