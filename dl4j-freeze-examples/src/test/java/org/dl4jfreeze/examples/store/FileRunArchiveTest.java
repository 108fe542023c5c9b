package org.dl4jfreeze.examples.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.SampleResults;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunArchiveTest {

    @TempDir
    private Path folder;

    private final Experiment boston = Experiments.boston();
    private final TrainTest data = boston.load(Optional.empty(), Optional.empty(), 1);
    private final Settings settings = boston.presets().get(0).settings();

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void aRunComesBackExactly() {
        Run run = SampleResults.twoRuns().runs().get(1);
        archive(settings).keep(run);

        Run found = archive(settings).findRun(2).orElseThrow();

        assertThat(found.number()).isEqualTo(2);
        assertThat(found.variance()).isEqualTo(run.variance());
        assertThat(found.branches()).hasSameSizeAs(run.branches());
        for (int i = 0; i < found.branches().size(); i++) {
            Branch expected = run.branches().get(i);
            Branch branch = found.branches().get(i);
            assertThat(branch.order()).isEqualTo(expected.order());
            assertThat(branch.fraction()).isEqualTo(expected.fraction());
            assertThat(branch.mask()).isEqualTo(expected.mask());
            assertThat(branch.losses()).isEqualTo(expected.losses());
            assertThat(branch.run()).isEqualTo(2);
        }
        assertThat(archive(settings).findRun(1)).isEmpty();
    }

    @Test
    void masksOfAnyLengthAndDivergedLossesComeBackToo() {
        for (int length : new int[] {1, 63, 64, 65, 301}) {
            FreezeMask mask = ParameterOrder.ascending(new double[length]).lowest((length + 1) / 2);
            Run run = new Run(
                    length,
                    new float[] {Float.NaN, 0f, -0f, Float.MIN_VALUE, 0.1f, 16_777_217f, Float.NEGATIVE_INFINITY},
                    List.of(new Branch(length, "x", 0.5, mask, new Losses(Double.NaN, Double.POSITIVE_INFINITY))));
            archive(settings).keep(run);

            Run found = archive(settings).findRun(length).orElseThrow();

            assertThat(found.branches().get(0).mask()).isEqualTo(mask);
            assertThat(found.branches().get(0).losses().train()).isNaN();
            assertThat(found.branches().get(0).losses().test()).isInfinite();
            assertThat(found.variance()).isEqualTo(run.variance());
        }
    }

    @Test
    void variancesAreKeptByBatchOrder() {
        archive(settings).keep(-3, new float[] {1, 2});

        assertThat(archive(settings).findVariance(-3))
                .hasValueSatisfying(found -> assertThat(found).containsExactly(1, 2));
        assertThat(archive(settings).findVariance(-2)).isEmpty();
    }

    @Test
    void otherSettingsDataOrExperimentsFindNothingAndTheNumberOfRunsDoesNotMatter() {
        archive(settings).keep(SampleResults.twoRuns().runs().get(0));
        assertThat(settings).isEqualTo(Settings.of(25, 8, 2500, 3000, 0.01, 32, 404));

        assertThat(archive(settings.withRuns(3)).findRun(1)).isPresent();
        for (Settings other : List.of(
                Settings.of(25, 9, 2500, 3000, 0.01, 32, 404),
                Settings.of(25, 8, 2499, 3000, 0.01, 32, 404),
                Settings.of(25, 8, 2500, 3001, 0.01, 32, 404),
                Settings.of(25, 8, 2500, 3000, 0.02, 32, 404),
                Settings.of(25, 8, 2500, 3000, 0.01, 31, 404),
                Settings.of(25, 8, 2500, 3000, 0.01, 32, 403),
                settings.withFractions(List.of(0.5)),
                with(List.of("variance", "random", "obd"), "first-example"),
                with(settings.orders(), "mini-batch"))) {
            assertThat(archive(other).findRun(1)).isEmpty();
        }
        TrainTest otherData = boston.load(Optional.empty(), Optional.empty(), 2);
        assertThat(new FileRunArchive(folder, Fingerprint.of(boston, settings, otherData)).findRun(1))
                .isEmpty();
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        archive(settings).keep(SampleResults.twoRuns().runs().get(0));
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(archive(settings).findRun(1)).isEmpty();
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        assertThat(archive(settings).findRun(1)).isEmpty();
    }

    @Test
    void aTruncatedMaskAForeignFileTrailingDataAndAnotherRunAreAsGoodAsNone() throws IOException {
        archive(settings).keep(SampleResults.twoRuns().runs().get(0));
        Path file;
        try (Stream<Path> files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.copy(file, file.resolveSibling("run2.json.gz"));
        assertThat(archive(settings).findRun(2)).isEmpty();

        String json = unpacked(file);
        assertThat(json).contains("\"length\":4,\"words\":[3]", "\"losses\":{\"train\":");
        for (String damaged : List.of(
                json.replace("\"words\":[3]", "\"words\":[]"),
                json.replace("\"words\":[3]", "\"words\":[3,0]"),
                json.replace("\"words\":[3]", "\"words\":[19]"),
                json.replace("\"length\":4", "\"length\":" + Integer.MAX_VALUE),
                json.replace("\"length\":4", "\"length\":-4"),
                json.replace("\"train\":", "\"training\":"),
                json.replaceFirst("\"number\":1,", ""),
                json.replaceFirst("\"variance\":\\[[^]]*]", "\"variance\":null"),
                json + "{}",
                "[1,2]",
                "")) {
            pack(damaged, file);
            assertThat(archive(settings).findRun(1)).as(damaged).isEmpty();
        }
        pack(json, file);
        assertThat(archive(settings).findRun(1)).isPresent();
    }

    @Test
    void clearForgetsEverything() {
        archive(settings).keep(SampleResults.twoRuns().runs().get(0));
        archive(settings).clear();

        assertThat(archive(settings).findRun(1)).isEmpty();
    }

    private static String unpacked(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void pack(String json, Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Settings with(List<String> orders, String sampler) {
        return new Settings(25, 8, 2500, Settings.GIVEN, 3000, 0.01, 32, 404, settings.fractions(), orders, sampler);
    }

    private FileRunArchive archive(Settings with) {
        return new FileRunArchive(folder, Fingerprint.of(boston, with, data));
    }
}
