package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReorderingCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void writesAllFilesAndATableAndTheSameBytesAgainOnAnyNumberOfThreads() throws IOException {
        String[] small = {"--runs", "2", "--fractions", "0.5,0.9"};
        assertThat(small(folder.resolve("one"), with(small, "--threads", "1"))).isZero();
        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(small(folder.resolve("two"), with(small, "--threads", "2"))).isZero();

        List<String> names = List.of("reordering.md", "reordering.png", "reordering.svg", "runs.csv", "summary.csv");
        assertThat(names(folder.resolve("one"))).containsExactlyInAnyOrderElementsOf(names);
        for (String name : names) {
            assertThat(folder.resolve("two").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
        }
        assertThat(printed)
                .contains(Files.readString(folder.resolve("one/reordering.md")))
                .contains(
                        "MNIST, 784-10-10: 12 iterations from scratch, mask chosen after 4, re-ordered every 3",
                        "Time:");
        assertThat(Files.readAllLines(folder.resolve("one/runs.csv"))).hasSize(1 + 2 * (1 + 2 * 2 * 2));
    }

    @Test
    void reorderingChangesWhatAFixedMaskGivesAndOnlyAfterItsFirstTime() throws IOException {
        assertThat(small(folder, "--runs", "1", "--fractions", "0.9")).isZero();
        List<String> rows = Files.readAllLines(folder.resolve("runs.csv"));

        // nothing frozen, variance fixed and re-ordered, random fixed and re-ordered
        assertThat(rows.stream().skip(1).map(ReorderingCommandTest::losses)).doesNotHaveDuplicates();
        assertThat(rows)
                .filteredOn(row -> row.contains(",0.9,"))
                .isNotEmpty()
                .allMatch(row -> row.contains(",0.9,7164,"));

        // after 4 + 7 iterations comes the first re-ordering, of which the last of 12 iterations makes little
        assertThat(small(folder, "--runs", "1", "--fractions", "0.9", "--every", "7"))
                .isZero();
        List<String> later = Files.readAllLines(folder.resolve("runs.csv"));
        assertThat(losses(later.get(2))).isEqualTo(losses(rows.get(2)));
        assertThat(losses(later.get(3))).isNotEqualTo(losses(rows.get(3)));
        assertThat(losses(later.get(5))).isNotEqualTo(losses(rows.get(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fractions 0,0.5  | Invalid fraction 0.0, must be above 0 and below 1",
                "--fractions 1      | Invalid fraction 1.0, must be above 0 and below 1",
                "--fractions 1.5    | Invalid fraction 1.5, must be in [0, 1]",
                "--every 0          | Invalid interval of re-ordering 0, must be in [1, 7]",
                "--every 8          | Invalid interval of re-ordering 8, must be in [1, 7]",
                "--t0 12            | Invalid t0 12, must be in [1, 11]",
                "--orders best      | Unknown order \"best\"",
                "--threads 0        | Invalid number of threads 0",
                "--quick            | Unknown option: '--quick'",
            })
    void badInputIsRefusedAndNothingWritten(String options, String message) {
        Path target = folder.resolve("out");

        assertThat(small(target, options.trim().split(" "))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).doesNotContain("\tat ");
        assertThat(target).doesNotExist();
    }

    private static List<String> names(Path of) throws IOException {
        try (var files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }

    private static String losses(String row) {
        String[] cells = row.split(",");
        return cells[5] + "," + cells[6];
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(Arrays.asList(more));
        return all.toArray(new String[0]);
    }

    private int small(Path target, String... options) {
        List<String> args = new ArrayList<>(
                List.of("reordering", "--examples", "1000", "--iterations", "12", "--out", target.toString()));
        if (!Arrays.asList(options).contains("--t0")) {
            args.addAll(List.of("--t0", "4"));
        }
        if (!Arrays.asList(options).contains("--every")) {
            args.addAll(List.of("--every", "3"));
        }
        args.addAll(Arrays.asList(options));
        return RootCommand.execute(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args.toArray(new String[0]));
    }
}
