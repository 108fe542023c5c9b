package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.examples.SampleResults;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.PaperClaim;
import org.dl4jfreeze.examples.experiment.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void runsCsvHasExactlyThisHeaderAndOneRowPerBranch() throws IOException {
        Path file = folder.resolve("runs.csv");
        RunsCsv.write(report(SampleResults.twoRuns()), file);

        assertThat(Files.readString(file))
                .isEqualTo("dataset,run,order,fraction,frozen,train_loss,test_loss\n"
                        + "boston,1,variance,0,0,1.0,2.0\n"
                        + "boston,1,variance,0.5,2,1.5,3.0\n"
                        + "boston,1,random,0,0,1.0,2.0\n"
                        + "boston,1,random,0.5,2,2.5,5.0\n"
                        + "boston,2,variance,0,0,3.0,6.0\n"
                        + "boston,2,variance,0.5,2,4.5,9.0\n"
                        + "boston,2,random,0,0,3.0,6.0\n"
                        + "boston,2,random,0.5,2,7.5,15.0\n");
    }

    @Test
    void summaryHoldsStatisticsByHandAndSaysWhatRunsDifferIn() throws IOException {
        Path file = folder.resolve("summary.json");
        SummaryJson.write(report(SampleResults.twoRuns()), file);
        JsonNode summary = new ObjectMapper().readTree(file.toFile());

        assertThat(summary.path("parameters").asInt()).isEqualTo(4);
        assertThat(summary.path("settings").path("t0").asInt()).isEqualTo(500);
        assertThat(summary.path("versions").path("dl4j-freeze").asText())
                .isNotEmpty()
                .doesNotContain("$");
        JsonNode half = summary.path("orders").get(1);
        assertThat(half.path("order").asText()).isEqualTo("variance");
        assertThat(half.path("frozen").asInt()).isEqualTo(2);
        assertThat(half.path("train_loss").path("mean").asDouble()).isEqualTo(3);
        assertThat(half.path("test_loss").path("standard_deviation").asDouble())
                .isCloseTo(Math.sqrt(18), within(1e-12));
        // Ranks (1, 2, 3, 4) and (1, 3, 2, 4): rho = 1 - 6 * 2 / (4 * 15) = 0.8; halves {0, 1} and {0, 2}: 1 of 3.
        JsonNode stability = summary.path("stability");
        assertThat(stability.path("spearman").path("mean").asDouble()).isCloseTo(0.8, within(1e-12));
        assertThat(stability.path("jaccard_of_frozen_halves").path("mean").asDouble())
                .isCloseTo(1.0 / 3, within(1e-12));
        assertThat(stability.path("spearman").path("standard_deviation").isNull())
                .isTrue();
        assertThat(stability.path("runs_differ_in").asText()).contains("initialisation and batch order");
    }

    @Test
    void averagedMaskIsThePartOfTheRunsInWhichAParameterIsTrained() {
        assertThat(SampleResults.twoRuns().groups("variance").get(1).averagedMask())
                .containsExactly(0, 0.5, 0.5, 1);
    }

    @Test
    void theTableHasALinePerFractionAndOrder() {
        assertThat(ConsoleSummary.format(SampleResults.twoRuns()))
                .contains("4 parameters, 2 runs")
                .containsPattern("0\\.5 +2 +variance +3\\.000 ± 2\\.121 +6\\.000 ± 4\\.243")
                .containsPattern("0\\.5 +2 +random +5\\.000 ± 3\\.536 +10\\.00 ± 7\\.07")
                .contains("order: Spearman 0.80 (chance 0.00), Jaccard of the frozen halves 0.33 (chance 0.33)");
    }

    @Test
    void aTrainingLossOfTheFirstExamplesSaysSo() throws IOException {
        Results results =
                SampleResults.with(SampleResults.twoRuns(), settings -> SampleResults.withExamples(60_000, settings));
        Path file = folder.resolve("summary.json");
        SummaryJson.write(report(results), file);

        assertThat(results.trainLossScope()).hasValue("of the first 10,000 of 60,000 training examples");
        assertThat(ConsoleSummary.format(results))
                .contains("standard deviation; train loss of the first 10,000 of 60,000 training examples");
        assertThat(new ObjectMapper()
                        .readTree(file.toFile())
                        .path("train_loss_examples")
                        .asInt())
                .isEqualTo(10_000);
        assertThat(SampleResults.twoRuns().trainLossScope()).isEmpty();
        assertThat(SampleResults.twoRuns().trainLossExamples()).isEqualTo(404);
    }

    @Test
    void aT0ThatWasFoundIsInTheTitleAndItsRuleInTheTable() {
        Results results = SampleResults.with(
                SampleResults.twoRuns(), settings -> settings.withFreezing(500, "auto: some rule", 1500));
        Experiment synthetic = Experiments.synthetic1();
        Preset preset = synthetic.presets().get(0);
        Results ofSeveral = new Results(synthetic, preset, results.settings(), results.runs(), List.of());

        assertThat(results.title()).isEqualTo("Boston Housing (late, t0 auto)");
        assertThat(ofSeveral.title()).isEqualTo(synthetic.title() + " (" + preset.name() + ", t0 auto)");
        assertThat(ConsoleSummary.format(results)).contains("t0 = 500, auto: some rule");
        assertThat(SampleResults.twoRuns().title()).isEqualTo("Boston Housing (late)");
        assertThat(ConsoleSummary.format(SampleResults.twoRuns())).doesNotContain("auto");
    }

    @Test
    void theConsoleNamesBothKindsOfStabilityAndEndsWithTheClaims() {
        assertThat(ConsoleSummary.format(SampleResults.twoRuns()))
                .contains("of the same initialisation, other batch order: Spearman 0.80")
                .containsPattern(
                        "undecided +boston, train: Both orders give the same loss\\. -40\\.0 % .*too few runs \\(2\\)")
                .containsPattern("undecided +boston, shared initialisation: The proposed order is stable")
                .endsWith(System.lineSeparator());
    }

    @Test
    void severalDataSetsShareOneRunsCsvWithOneHeader() throws IOException {
        Path one = folder.resolve("one.csv");
        Path all = folder.resolve("all.csv");
        RunsCsv.write(report(SampleResults.twoRuns()), one);
        RunsCsv.write(report(SampleResults.twoRuns(), SampleResults.twoRuns()), all);

        String rows = Files.readString(one);
        assertThat(Files.readString(all)).isEqualTo(rows + rows.substring(rows.indexOf('\n') + 1));
    }

    @Test
    void summaryHoldsPresetClaimsAndBothKindsOfStability() throws IOException {
        Path file = folder.resolve("summary.json");
        SummaryJson.write(report(SampleResults.twoRuns()), file);
        JsonNode summary = new ObjectMapper().readTree(file.toFile());

        assertThat(summary.path("dataset").asText()).isEqualTo("boston");
        assertThat(summary.path("preset").asText()).isEqualTo("late");
        assertThat(summary.path("t0_condition").isNull()).isTrue();
        assertThat(summary.path("stability_with_shared_initialisation")
                        .path("runs_differ_in")
                        .asText())
                .startsWith("batch order (the initialisation");
        assertThat(summary.path("stability")
                        .path("spearman_interval")
                        .path("lower")
                        .isNull())
                .isTrue();
        assertThat(summary.path("claims")).hasSize(4);
        JsonNode claim = summary.path("claims").get(1);
        assertThat(claim.path("kind").asText()).isEqualTo("same");
        assertThat(claim.path("part").asText()).isEqualTo("test");
        assertThat(claim.path("verdict").asText()).isEqualTo("undecided");
        JsonNode numbers = claim.path("numbers").path("mean_of_inner_fractions");
        assertThat(numbers.path("runs").isInt()).isTrue();
        // Proposed 3 and 9, random 5 and 15.
        assertThat(numbers.path("relative_difference").asDouble()).isCloseTo(-0.4, within(1e-12));
        assertThat(numbers.path("p_value").asDouble()).isEqualTo(0.5);
    }

    @Test
    void numbersThatAreNotFiniteAreNull() throws IOException {
        Path file = folder.resolve("summary.json");
        SummaryJson.write(
                report(SampleResults.runs(
                        6, List.of(0.0, 0.5, 1.0), (run, order, fraction) -> run == 2 ? Double.NaN : 1)),
                file);

        assertThat(Files.readString(file))
                .doesNotContain("\"NaN\"", " : NaN")
                .contains("NaN or infinite in 1 of 6 runs");
        JsonNode summary = new ObjectMapper().readTree(file.toFile());
        assertThat(summary.path("t0_condition").path("relative_change").isNull())
                .isTrue();
        JsonNode numbers = summary.path("claims").get(0).path("numbers").path("fraction_0.5");
        assertThat(numbers.path("p_value").isNull()).isTrue();
        assertThat(numbers.path("runs_not_finite").asInt()).isEqualTo(1);
    }

    @Test
    void theSummaryOfEverythingHoldsAllDataSetsAndAllClaims() throws IOException {
        Path file = folder.resolve("summary.json");
        SummaryJson.write(report(SampleResults.twoRuns(), SampleResults.twoRuns()), file);
        JsonNode summary = new ObjectMapper().readTree(file.toFile());

        assertThat(summary.path("datasets")).hasSize(2);
        assertThat(summary.path("datasets").get(1).path("orders")).hasSize(4);
        assertThat(summary.path("claims")).hasSize(8);
        assertThat(summary.path("claims").get(7).path("dataset").asText()).isEqualTo("boston");
        assertThat(summary.path("rules")).isNotEmpty();
        assertThat(summary.path("versions").path("java").asText()).isNotEmpty();
    }

    @Test
    void theMarkdownTableHasOneLinePerClaimAndKeepsItsCells() {
        CheckedClaim hostile = CheckedClaim.of(
                SampleResults.twoRuns(),
                new PaperClaim(PaperClaim.Kind.SAME, "a | b < c"),
                "train",
                Verdict.DOES_NOT_HOLD,
                "[1, 2]",
                List.of(),
                Map.of());

        assertThat(TableText.markdown(Tables.claims(List.of(hostile))).lines())
                .containsExactly(
                        "| data set | the paper says (in our words) | part | verdict | numbers |",
                        "|---|---|---|---|---|",
                        "| Boston Housing (late) | a \\| b &lt; c | train | **does not hold** | \\[1, 2\\] |");
        assertThat(TableText.markdown(Tables.claims(SampleResults.twoRuns().claims()))
                        .lines())
                .hasSize(6);
    }

    @Test
    void tableOneAlignsNumbersAndReadsTheFeaturesFromTheStructure() {
        String table = TableOne.format(List.of(
                new TableOne.Row("Boston Housing", "regression", "13-20-1", 301, 404, 102),
                new TableOne.Row("MNIST", "classification", "784-10-10", 7960, 60_000, 10_000)));

        assertThat(table.lines().toArray(String[]::new)[0])
                .startsWith("data set        task")
                .endsWith("  features");
        assertThat(table)
                .containsPattern("Boston Housing  regression      13-20-1     301 +404 +102 +13\\R")
                .containsPattern("MNIST           classification  784-10-10  7960 +60000 +10000 +784\\R");
    }

    private static Report report(Results... all) {
        return new Report(
                List.of(),
                Arrays.stream(all)
                        .map(results -> new Section(results, List.of(), 1.5, 2, List.of()))
                        .toList());
    }
}
