package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dl4jfreeze.examples.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void runsCsvHasExactlyThisHeaderAndOneRowPerBranch() throws IOException {
        Path file = folder.resolve("runs.csv");
        RunsCsv.write(SampleResults.twoRuns(), file);

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
        SummaryJson.write(SampleResults.twoRuns(), 2, 1.5, file);
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
        assertThat(ConsoleTable.format(SampleResults.twoRuns()))
                .contains("4 parameters, 2 runs")
                .containsPattern("0\\.5 +2 +variance +3\\.000 ± 2\\.121 +6\\.000 ± 4\\.243")
                .containsPattern("0\\.5 +2 +random +5\\.000 ± 3\\.536 +10\\.000 ± 7\\.071")
                .contains("Spearman 0.80 (chance 0.00), Jaccard of the frozen halves 0.33 (chance 0.33)");
    }
}
