package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void filesAppearOnlyWhenPublishedAndReplaceOlderOnes() throws IOException {
        Path target = Files.createDirectories(temporary.resolve("a/b"));
        Path old = Files.writeString(target.resolve("x.txt"), "old");
        try (ResultFolder folder = ResultFolder.open(target)) {
            Files.writeString(folder.file("x.txt"), "new");
            assertThat(old).hasContent("old");
            folder.publish();
        }

        assertThat(old).hasContent("new");
        assertThat(target).isDirectoryNotContaining("glob:**.unfinished*");
    }

    @Test
    void whatIsNotPublishedLeavesNoTrace() throws IOException {
        Path target = temporary.resolve("results");
        try (ResultFolder folder = ResultFolder.open(target)) {
            Files.writeString(folder.file("x.txt"), "half");
        }

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aFileInThePlaceOfTheFolderIsFoundBeforeAnythingIsCreated() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");

        assertThatThrownBy(() -> ResultFolder.check(file)).hasMessageContaining("not a folder");
        assertThatThrownBy(() -> ResultFolder.check(file.resolve("below"))).hasMessageContaining("not a folder");
        ResultFolder.check(temporary.resolve("new/one"));
        assertThat(temporary.resolve("new")).doesNotExist();
    }
}
