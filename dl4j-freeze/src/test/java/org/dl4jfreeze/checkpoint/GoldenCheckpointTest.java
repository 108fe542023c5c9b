package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Files that version 1 of the format has written are read for ever. */
class GoldenCheckpointTest {

    @TempDir
    Path folder;

    private Path file(GoldenCheckpoint golden) throws IOException {
        return Files.write(folder.resolve(golden.file() + ".zip"), golden.content());
    }

    private FreezingCheckpoint load(GoldenCheckpoint golden) throws IOException {
        return FreezingCheckpoint.load(file(golden).toFile());
    }

    private static double[] numbers(GoldenCheckpoint golden, String name) {
        String line = golden.expected()
                .lines()
                .filter(one -> one.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Stream.of(line.substring(name.length() + 1).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void holdsBitForBitWhatWasSaved(GoldenCheckpoint golden) throws IOException {
        String expected = golden.expected()
                .lines()
                .filter(line -> !line.startsWith("entries ") && !line.startsWith("continued "))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(CheckpointContent.of(load(golden))).isEqualTo(expected);
    }

    /** The entries are products of what is saved, which machines with and without fused multiplication round differently. */
    @ParameterizedTest
    @EnumSource(names = {"COVARIANCE_FACTORED", "COVARIANCE_DENSE"})
    void theCovarianceHasTheEntriesThatItHad(GoldenCheckpoint golden) throws IOException {
        double[] entries = CheckpointContent.entries(load(golden).listener().covariance());
        double[] expected = numbers(golden, "entries");
        assertThat(entries).hasSameSizeAs(expected);
        double tolerance = golden.type() == DataType.DOUBLE ? 1e-13 : 1e-6;
        assertThat(entries).containsExactly(expected, within(tolerance));
        assertThat(Arrays.stream(entries).max().orElseThrow()).isGreaterThan(1000 * tolerance);
    }

    /**
     * To 1e-6, since ND4J's products depend on the machine; bit for bit on one machine is {@code FreezingCheckpointTest}. Adam's moments
     * lost, the mask, or the order of the plan's next step change parameters by more than 0.001.
     */
    @ParameterizedTest
    @EnumSource
    void theTrainingContinuesAsItDid(GoldenCheckpoint golden) throws IOException {
        FreezingCheckpoint checkpoint = load(golden);
        golden.train(checkpoint.model(), golden.iterations(), golden.iterations() + GoldenCheckpointWriter.MORE);
        assertThat(GoldenCheckpointWriter.parameters(checkpoint))
                .containsExactly(numbers(golden, "continued"), within(golden.type() == DataType.FLOAT16 ? 1e-3 : 1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void theFileOfAListenerAloneHoldsTheSame(GoldenCheckpoint golden) throws IOException {
        FreezingCheckpoint checkpoint = load(golden);
        assertThat(FreezingCheckpoint.loadListener(file(golden).toFile()).plan())
                .isEqualTo(checkpoint.listener().plan());
    }

    @ParameterizedTest
    @EnumSource
    void dl4jReadsTheSameNetwork(GoldenCheckpoint golden) throws IOException {
        Path file = file(golden);
        Model network = FreezingCheckpoint.load(file.toFile()).model();
        Model plain = golden.isGraph()
                ? ModelSerializer.restoreComputationGraph(file.toFile(), true)
                : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
        assertThat(plain.params().dataType()).isEqualTo(golden.type());
        assertThat(Bits.of(plain.params())).containsExactly(Bits.of(network.params()));
        assertThat(Bits.of(Training.updaterState(plain))).containsExactly(Bits.of(Training.updaterState(network)));
    }

    @Test
    void allFilesTogetherAreSmall() {
        int bytes = 0;
        for (GoldenCheckpoint golden : GoldenCheckpoint.values()) {
            bytes += golden.content().length + golden.expected().length();
        }
        assertThat(bytes).isPositive().isLessThan(200_000);
    }
}
