package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCommandTest {

    @TempDir
    private Path folder;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void writesAllFilesAndATable() throws IOException {
        String table = boston(folder, "--runs", "2", "--threads", "1", "--fractions", "0,0.5,1");

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            ".finished",
                            "claims.md",
                            "orders.md",
                            "settings.md",
                            "table1.md",
                            "report.html",
                            "runs.csv",
                            "summary.json",
                            "figure3-loss.png",
                            "figure3-loss.svg",
                            "figure4-mask.png",
                            "figure4-mask.svg");
        }
        assertThat(table)
                .contains(
                        "regression  13-20-1",
                        "Boston Housing (late): 301 parameters, 2 runs",
                        "Spearman",
                        "runs.csv",
                        "Time:");
        assertThat(Files.readAllLines(folder.resolve("runs.csv"))).hasSize(1 + 2 * 2 * 3);
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() throws IOException {
        String[] small = {"--runs", "4", "--fractions", "0,0.3,0.9,1", "--orders", "variance,random,magnitude,fisher"};
        boston(folder.resolve("one"), with(small, "--threads", "1"));
        boston(folder.resolve("two"), with(small, "--threads", "2"));

        assertThat(folder.resolve("two/runs.csv")).hasSameBinaryContentAs(folder.resolve("one/runs.csv"));
    }

    @Test
    void branchesThatFreezeNothingAgreeAndTheyDifferOtherwise() throws IOException {
        boston(folder, "--runs", "1", "--fractions", "0,0.5,1");
        List<String> rows = Files.readAllLines(folder.resolve("runs.csv"));

        assertThat(losses(rows.get(1))).isEqualTo(losses(rows.get(4)));
        assertThat(losses(rows.get(2))).isNotEqualTo(losses(rows.get(5))).isNotEqualTo(losses(rows.get(1)));
        assertThat(losses(rows.get(3))).isEqualTo(losses(rows.get(6))).isNotEqualTo(losses(rows.get(1)));
    }

    @Test
    void otherSeedsGiveOtherResultsAndQuickYieldsToExplicitOptions() throws IOException {
        boston(folder.resolve("one"), "--quick", "--runs", "1");
        boston(folder.resolve("two"), "--quick", "--runs", "1", "--seed", "2");

        assertThat(Files.readAllLines(folder.resolve("one/runs.csv"))).hasSize(1 + 2 * 5);
        assertThat(Files.readAllLines(folder.resolve("two/runs.csv")))
                .isNotEqualTo(Files.readAllLines(folder.resolve("one/runs.csv")));
    }

    @Test
    void aPresetBringsItsOwnDefaultsAndOptionsPrevail() throws IOException {
        String small = "--runs 1 --fractions 0.5 --batch-size 16 --t0 15 --iterations 30 --out ";
        JsonNode early = settings("boston --preset early " + small + folder.resolve("early"));
        assertThat(early.path("t0").asInt()).isEqualTo(15);
        assertThat(early.path("iterations").asInt()).isEqualTo(30);
        assertThat(early.path("batch_size").asInt()).isEqualTo(16);

        JsonNode quick = settings(
                "boston --preset early --t0 20 --learning-rate 0.1 --quick --runs 1 --out " + folder.resolve("quick"));
        assertThat(quick.path("t0").asInt()).isEqualTo(20);
        // the early preset's, where the late one has 3000
        assertThat(quick.path("iterations").asInt()).isEqualTo(1500);
        assertThat(quick.path("runs").asInt()).isEqualTo(1);
        assertThat(quick.path("fractions")).hasSize(5);
    }

    private JsonNode settings(String command) throws IOException {
        String[] args = command.split(" ");
        assertThat(RootCommand.execute(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), System.err, args))
                .isZero();
        return new ObjectMapper()
                .readTree(Path.of(args[args.length - 1], "summary.json").toFile())
                .path("settings");
    }

    @Test
    void anInterruptedExperimentResumesAndEndsAsAnUninterruptedOne() throws IOException {
        boston(folder.resolve("whole"), "--runs", "3", "--fractions", "0,0.5");
        boston(folder.resolve("parts"), "--runs", "2", "--fractions", "0,0.5");

        String table = boston(folder.resolve("parts"), "--runs", "3", "--fractions", "0,0.5");

        assertThat(table).contains("2 of 3 runs were reused from an earlier invocation");
        assertThat(folder.resolve("parts/runs.csv")).hasSameBinaryContentAs(folder.resolve("whole/runs.csv"));
        assertThat(withoutTimes(folder.resolve("parts/summary.json")))
                .isEqualTo(withoutTimes(folder.resolve("whole/summary.json")));
    }

    @Test
    void aChangedSettingIsNotMixedWithOldRowsAndFreshRepeatsEverything() throws IOException {
        boston(folder, "--runs", "1", "--fractions", "0.5");
        List<String> first = Files.readAllLines(folder.resolve("runs.csv"));

        assertThat(boston(folder, "--runs", "1", "--fractions", "0.5", "--learning-rate", "0.02"))
                .doesNotContain("reused");
        assertThat(Files.readAllLines(folder.resolve("runs.csv")))
                .hasSameSizeAs(first)
                .isNotEqualTo(first);
        assertThat(boston(folder, "--runs", "1", "--fractions", "0.5")).contains("1 of 1 runs were reused");
        assertThat(Files.readAllLines(folder.resolve("runs.csv"))).isEqualTo(first);
        assertThat(boston(folder, "--runs", "1", "--fractions", "0.5", "--fresh"))
                .doesNotContain("reused");
        assertThat(Files.readAllLines(folder.resolve("runs.csv"))).isEqualTo(first);
    }

    @Test
    void allTenOrdersRunOnTheSameFooting() throws IOException {
        String orders = "variance,random,reversed,magnitude,fisher,minibatch,update,obd,conditional,belsley";
        boston(folder, "--runs", "1", "--fractions", "0,0.5,1", "--orders", orders);

        List<String> rows = Files.readAllLines(folder.resolve("runs.csv"));
        assertThat(rows).hasSize(1 + 10 * 3);
        assertThat(rows.stream().filter(row -> row.contains(",0.5,")).map(ExperimentCommandTest::losses))
                .doesNotHaveDuplicates();
        assertThat(folder.resolve("boston-orders.png")).isNotEmptyFile();

        boston(folder, "--runs", "1", "--fractions", "0,0.5,1");
        assertThat(folder.resolve("boston-orders.png")).doesNotExist();
        assertThat(folder.resolve("boston-orders.svg")).doesNotExist();
    }

    @Test
    void autoFindsT0AndSaysByWhichRule() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = RootCommand.execute(
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                System.err,
                "boston --t0 auto --runs 1 --fractions 0,1 --out "
                        .concat(folder.toString())
                        .split(" "));

        assertThat(status).isZero();
        JsonNode settings = new ObjectMapper()
                .readTree(folder.resolve("summary.json").toFile())
                .path("settings");
        // the plateau is declared at the end of a window of 100, the fourth at the earliest; 500 iterations follow
        assertThat(settings.path("t0").asInt()).isGreaterThanOrEqualTo(400);
        assertThat(settings.path("t0").asInt() % 100).isZero();
        assertThat(settings.path("iterations").asInt())
                .isEqualTo(settings.path("t0").asInt() + 500);
        assertThat(settings.path("t0_rule").asText()).contains("auto", "mean over 100 iterations");
    }

    private static JsonNode withoutTimes(Path summary) throws IOException {
        ObjectNode root = (ObjectNode) new ObjectMapper().readTree(summary.toFile());
        root.remove("elapsed_seconds");
        return root;
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

    private static String boston(Path out, String... options) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<String> args =
                new ArrayList<>(List.of("boston", "--t0", "15", "--iterations", "30", "--out", out.toString()));
        args.addAll(Arrays.asList(options));
        int status = RootCommand.execute(
                new PrintStream(printed, true, StandardCharsets.UTF_8), System.err, args.toArray(new String[0]));
        assertThat(status).isZero();
        return printed.toString(StandardCharsets.UTF_8);
    }
}
