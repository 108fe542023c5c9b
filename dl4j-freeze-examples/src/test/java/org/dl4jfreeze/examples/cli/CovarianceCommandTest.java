package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CovarianceCommandTest {

    private static final List<String> CSV =
            List.of("spectrum.csv", "layers.csv", "eigenvectors.csv", "correlation.csv");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void writesAllFilesAndASummaryAndTheSameNumbersAgain() throws IOException {
        assertThat(covariance(folder.resolve("one"), "--t0", "9")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Files.readString(folder.resolve("one/covariance.md")))
                .contains("7960 parameters after 9 iterations", "from 9 samples", "Numerical rank 9");
        assertThat(covariance(folder.resolve("two"), "--t0", "9")).isZero();

        List<String> names = new ArrayList<>(CSV);
        names.add("covariance.md");
        names.add("eigenvectors.md");
        for (String figure : new String[] {"spectrum", "layers", "correlation"}) {
            names.addAll(List.of(figure + ".png", figure + ".svg"));
        }
        try (var files = Files.list(folder.resolve("one"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
        for (String name : CSV) {
            assertThat(folder.resolve("two").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(name));
        }
    }

    @Test
    void theNumbersInTheFilesAddUp() throws IOException {
        assertThat(covariance(folder, "--t0", "9", "--vectors", "4", "--block", "0_b"))
                .isZero();

        double[][] spectrum = numbers("spectrum.csv", 1);
        double[][] layers = numbers("layers.csv", 1);
        double trace = sum(layers, 1);
        assertThat(spectrum).hasDimensions(9, 4);
        assertThat(sum(spectrum, 0)).isCloseTo(trace, within(1e-6 * trace));
        assertThat(spectrum[8][2]).isCloseTo(1, within(1e-6));
        assertThat(spectrum[8][3]).isCloseTo(Math.sqrt(spectrum[0][0] / spectrum[8][0]), within(1e-6));
        assertThat(sum(layers, 0)).isEqualTo(7960);
        assertThat(sum(layers, 2)).isCloseTo(1, within(1e-6));

        double[][] vectors = numbers("eigenvectors.csv", 1);
        assertThat(vectors).hasDimensions(4, 6);
        for (int k = 0; k < 4; k++) {
            assertThat(vectors[k][0]).isCloseTo(spectrum[k][0], within(1e-6 * trace));
            assertThat(Arrays.stream(vectors[k]).skip(2).sum()).isCloseTo(1, within(1e-5));
        }
        double[][] correlation = numbers("correlation.csv", 1);
        assertThat(correlation).hasDimensions(10, 10);
        for (int i = 0; i < 10; i++) {
            assertThat(correlation[i][i]).isEqualTo(1);
            for (int j = 0; j < i; j++) {
                assertThat(correlation[i][j]).isBetween(-1.0, 1.0).isEqualTo(correlation[j][i]);
            }
        }
    }

    @Test
    void leNetHasAllItsBlocksAndDefaultsOfItsOwn() throws IOException {
        assertThat(covariance(folder, "--network", "lenet", "--t0", "3", "--batch-size", "4"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("LeNet of DL4J's zoo: the full covariance of the gradient of 1256080 parameters")
                .contains("Correlations in cnn1_W: 500 parameters");
        assertThat(Files.readAllLines(folder.resolve("layers.csv"))).hasSize(1 + 8);
        assertThat(numbers("spectrum.csv", 1)).hasDimensions(3, 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--network alexnet      | Unknown network \"alexnet\", must be one of mnist, lenet",
                "--t0 0                 | Invalid t0 0, must be in [1, 10000]",
                "--t0 10001             | Invalid t0 10001, must be in [1, 10000]",
                "--t0 auto              | --t0 takes: iterations that are trained and sampled",
                "--network lenet --t0 10000 | Invalid t0 10000: the covariance of 10000 samples of 1256080 parameters",
                "--vectors 0            | Invalid number of eigenvectors 0, must be in [1, 100]",
                "--vectors 101          | Invalid number of eigenvectors 101, must be in [1, 100]",
                "--block 0_W            | Invalid block 0_W, must have at most 500 parameters",
                "--block 0_b:0-10       | Invalid range 0_b:0-10, must be within 0_b:0-9",
                "--block 7_W            | Unknown block \"7_W\", must be one of 0_W, 0_b, 1_W, 1_b",
                "--block 1_W:a-b        | Invalid block \"1_W:a-b\"",
                "--batch-size 1         | Invalid batch size 1 for the sampler first-example",
                "--learning-rate 0      | Invalid learning rate 0.0",
                "--sampler all          | Unknown sampler \"all\"",
                "--orders random        | Unknown options: '--orders'",
                "--data no-such-folder  | no-such-folder",
            })
    void badInputIsRefusedAndNothingWritten(String options, String message) {
        Path target = folder.resolve("out");

        assertThat(covariance(target, options.trim().split(" "))).isEqualTo(2);

        String said = err.toString(StandardCharsets.UTF_8);
        assertThat(said).contains(message.trim()).doesNotContain("\tat ", "Exception");
        assertThat(said.lines()).hasSize(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(target).doesNotExist();
    }

    /** The cells after the first columns, empty ones left out. */
    private double[][] numbers(String file, int from) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .skip(1)
                .map(row -> Arrays.stream(row.split(","))
                        .skip(from)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .collect(Collectors.toList())
                .toArray(new double[0][]);
    }

    private static double sum(double[][] rows, int column) {
        return IntStream.range(0, rows.length).mapToDouble(i -> rows[i][column]).sum();
    }

    private int covariance(Path target, String... options) {
        List<String> args = new ArrayList<>(List.of("covariance", "--examples", "500", "--out", target.toString()));
        args.addAll(Arrays.asList(options));
        return RootCommand.execute(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args.toArray(new String[0]));
    }
}
