package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;

class CsvTableTest {

    private static final List<String> COLUMNS = List.of("a", "b");

    @TempDir
    private Path folder;

    @Test
    void numbersAreReadInTheirPlaces() throws IOException {
        assertThat(CsvTable.read(file("\"a\",\"b\"\n1,2.5\n-3e2,4\n"), COLUMNS))
                .isEqualTo(Nd4j.createFromArray(new double[][] {{1, 2.5}, {-300, 4}}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,c;1,2         | line 1, column 2: expected the column name \"b\", found \"c\"",
                "a;1             | line 1, column 2: expected 2 columns (a,b), found 1",
                "a,b;1,2;3       | line 3, column 2: expected 2 columns (a,b), found 1",
                "a,b;1,2;3,4,5   | line 3, column 3: expected 2 columns (a,b), found 3",
                "a,b;1,x         | line 2, column 2 (b): expected a finite number, found \"x\"",
                "a,b;NaN,1       | line 2, column 1 (a): expected a finite number, found \"NaN\"",
                "a,b;1,          | line 2, column 2 (b): expected a finite number, found \"\"",
                "a,b             | has a header but no rows",
            })
    void whatIsWrongIsNamedWithFileLineAndColumn(String content, String message) throws IOException {
        Path file = file(content.trim().replace(';', '\n') + "\n");

        assertThatThrownBy(() -> CsvTable.read(file, COLUMNS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message.trim());
    }

    @Test
    void anEmptyFileAMissingFileAndAFolderAreNamed() throws IOException {
        Path empty = file("");

        assertThatThrownBy(() -> CsvTable.read(empty, COLUMNS)).hasMessageContaining(empty + " is empty");
        assertThatThrownBy(() -> CsvTable.read(folder.resolve("none.csv"), COLUMNS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.csv");
        assertThatThrownBy(() -> CsvTable.read(folder, COLUMNS)).hasMessageContaining("not a regular file");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), content);
    }
}
