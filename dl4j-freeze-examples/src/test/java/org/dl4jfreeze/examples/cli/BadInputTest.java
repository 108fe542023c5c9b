package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {

    /** Tests are not started by Maven's command, so that the documented one is shown. */
    private static final String TYPED = "mvn -q compile exec:java -Dexec.args=\"";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fractions 0,1.1          | Invalid fraction 1.1, must be in [0, 1]",
                "--fractions -0.1           | Invalid fraction -0.1, must be in [0, 1]",
                "--fractions NaN            | Invalid fraction NaN, must be in [0, 1]",
                "--fractions x              | 'x'",
                "--t0 0                     | Invalid t0 0, must be in [1, 2999]",
                "--t0 3000                  | Invalid t0 3000, must be in [1, 2999]",
                "--iterations 400           | Invalid t0 2500, must be in [1, 399]",
                "--batch-size 0             | Invalid batch size 0, must be in [1, 404]",
                "--batch-size 405           | Invalid batch size 405, must be in [1, 404]",
                "--examples 0               | Invalid number of training examples 0",
                "--examples 405             | Invalid number of training examples 405, must be in [1, 404]",
                "--runs 0                   | Invalid number of runs 0, must be at least 1",
                "--runs many                | --runs takes: number of runs, a whole number from 1",
                "--threads 0                | Invalid number of threads 0, must be at least 1",
                "--learning-rate 0          | Invalid learning rate 0.0",
                "--learning-rate NaN        | Invalid learning rate NaN",
                "--orders variance,best     | Unknown order \"best\"",
                "--sampler all              | Unknown sampler \"all\", must be first-example, whole-batch or mini-batch",
                "--data no-such.csv         | No data file no-such.csv",
                "--batch-size 1             | Invalid batch size 1 for the sampler first-example, must be at least 2",
                "--t0 1 --sampler mini-batch | Invalid t0 1, must be at least 2",
                "--t0 1 --orders minibatch  | Invalid t0 1, must be at least 2",
                "--t0 auto --learning-rate 1e30 | Training of boston diverged",
                "--t0 soon                  | 'soon' is neither a whole number nor auto",
                "--t0 auto --iterations 250 | No plateau of the training loss of boston within 249 iterations",
                "--preset quick             | Unknown preset \"quick\", must be one of late",
                "--qick                     | Unknown option: '--qick'; allowed are --preset, --t0, --iterations",
                "extra                      | Unmatched argument",
            })
    void isRefusedOnOneLineWithExitStatusTwoAndNothingWritten(String options, String message) {
        Path out = folder.resolve("out");
        List<String> args = new ArrayList<>(List.of("boston", "--out", out.toString()));
        args.addAll(List.of(options.trim().split(" ")));

        Outcome outcome = execute(args.toArray(new String[0]));

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains(message.trim()).doesNotContain("\tat ", "Exception");
        assertThat(outcome.err.lines())
                .hasSize(2)
                .last()
                .isEqualTo("For all that is allowed: " + TYPED + "boston --help\"");
        assertThat(outcome.out).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void aFileInThePlaceOfTheFolderStaysAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        Outcome outcome = execute("boston", "--out", file.toString());

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains("Cannot write results to " + file);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aMalformedDataFileIsNamedWithLineAndColumn() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), "crim,zn\n1,2\n");

        Outcome outcome = execute(
                "boston",
                "--data",
                file.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains(file + ", line 1, column 3: expected 14 columns");
    }

    @Test
    void allIsCheckedBeforeItsFirstRun() {
        Path out = folder.resolve("out");

        Outcome outcome = execute("all", "--fractions", "2", "--out", out.toString());

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains("Invalid fraction 2.0");
        assertThat(execute("all", "--t0", "500", "--out", out.toString()).err).contains("Invalid --t0 500 for all");
        assertThat(out).doesNotExist();
    }

    @Test
    void withoutASubcommandTheUsageIsShown() {
        Outcome outcome = execute();

        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.err).contains("Usage: " + TYPED + "[OPTIONS] COMMAND\"", "boston");
    }

    @Test
    void helpShowsDefaultsWithTheirUnits() {
        Outcome outcome = execute("boston", "--help");

        assertThat(outcome.status).isZero();
        assertThat(outcome.out.replaceAll("\\s+", " "))
                .contains("(default: 2500 iterations)", "(default: 25)", "(default: variance,random)")
                .contains(
                        "--iterations=N iterations in total, a whole number above --t0 (default: 3000 iterations)",
                        "(default: all of it, 404 unless --data is given)",
                        "(default: results/boston)")
                .contains(
                        "--fresh",
                        "--preset",
                        "late (t0 near the end",
                        "early (t0 after 40 passes",
                        "mean over 100 iterations",
                        "not below 0.99 of its lowest",
                        "--quick",
                        "--seed",
                        "--threads",
                        "--out",
                        "--data",
                        "--sampler");
    }

    @Test
    void helpShowsTheDefaultsOfAPresetAndOfQuick() {
        assertThat(execute("boston", "--preset", "early", "--quick", "--help")
                        .out
                        .replaceAll("\\s+", " "))
                .contains("(default: 500 iterations)", "(default: 1500 iterations)", "(default: results/boston-early)")
                .contains("(default: 5)", "(default: 0.0,0.25,0.5,0.75,1.0)", "(default: late)");
        assertThat(execute("covariance", "--network=lenet", "--help").out.replaceAll("\\s+", " "))
                .contains("(default: 200 iterations)", "(default: 64 examples)", "(default: cnn1_W)")
                .contains("results/covariance/lenet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boston --preset                | Missing required parameter for option '--preset'",
                "covariance --network           | Missing required parameter for option '--network'",
                "covariance --network --vectors 1 | Expected parameter for option '--network' but found '--vectors'",
                "boston --preset early --t0 1500 | Invalid t0 1500, must be in [1, 1499]",
                "boston --preset early --preset late | option '--preset' (NAME) should be specified only once",
                "all --preset early             | Unknown options: '--preset', 'early'",
            })
    void theOptionsThatDecideOtherDefaultsAreCheckedLikeAllOthers(String command, String message) {
        Outcome outcome = execute(command.trim().split(" "));

        assertThat(outcome.err).contains(message.trim()).doesNotContain("\tat ", "Exception");
        assertThat(outcome.status).isEqualTo(2);
    }

    private static Outcome execute(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = RootCommand.execute(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static final class Outcome {

        private final int status;
        private final String out;
        private final String err;

        Outcome(int status, String out, String err) {
            this.status = status;
            this.out = out;
            this.err = err;
        }
    }
}
