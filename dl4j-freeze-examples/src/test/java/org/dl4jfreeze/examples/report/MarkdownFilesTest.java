package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dl4jfreeze.examples.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownFilesTest {

    @TempDir
    private Path folder;

    @Test
    void everyTableOfTheReportHasItsFile() throws IOException {
        // Losses at 0.5: variance 5, random 5 but 6 in run 2; training loss 8 with nothing frozen and 10 at t0.
        Results results = SampleResults.runs(
                3,
                List.of(0.0, 0.5, 1.0),
                (run, order, fraction) ->
                        fraction != 0.5 ? 8 + 2 * fraction : run == 2 && order.equals("random") ? 6 : 5);
        Section section = new Section(results, List.of(), 90, 2, List.of("a note"));
        TableOne.Row row = new TableOne.Row("Boston Housing", "regression", "13-20-1", 301, 404, 102);
        try (ResultFolder files = ResultFolder.open(folder)) {
            MarkdownFiles.write(new Report(List.of(row), List.of(section, section)), files);
            files.publish();
        }

        assertThat(lines("table1.md"))
                .containsExactly(
                        "| data set | task | structure | p | training examples | test examples | features |",
                        "|---|---|---|---:|---:|---:|---:|",
                        "| Boston Housing | regression | 13-20-1 | 301 | 404 | 102 | 13 |");
        assertThat(lines("settings.md"))
                .hasSize(4)
                .contains(
                        "| data set | preset | learning rate | batch | examples | runs | t0 | iterations |"
                                + " training loss at t0 | at the end | change | time |",
                        "| Boston Housing | late | 0.01 | 32 | 404 | 3 | 500 | 1500 | 10.00 | 8.000 | -20.0 % | 1.5 min |");
        // The test loss is double; random is lower than variance in no run.
        assertThat(lines("orders.md"))
                .hasSize(4)
                .startsWith(
                        "| data set | frozen | variance | random |",
                        "|---|---:|---:|---:|",
                        "| Boston Housing (late) | 0.5 | 10.00 | 10.67 (0) |");
        assertThat(lines("claims.md")).hasSize(2 + 2 * results.claims().size());
    }

    @Test
    void theOrdersSayInHowManyRunsTheyAreLowerThanTheFirst() {
        Results results = SampleResults.runs(
                3, List.of(0.5), (run, order, fraction) -> run == 1 && order.equals("random") ? 6 : run);

        assertThat(TableText.markdown(Tables.orders(List.of(SampleResults.runs(
                        3, List.of(0.5), (run, order, fraction) -> order.equals("random") ? 2 : run)))))
                .endsWith("| Boston Housing (late) | 0.5 | 4.000 | 4.000 (1) |\n");
        assertThat(TableText.markdown(Tables.orders(List.of(results)))).contains("| 4.000 | 7.333 (0) |");
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }
}
