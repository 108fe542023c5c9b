package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Other programs read the arrays of a checkpoint with any reader of NumPy's format, and find what the listener tells. */
class NpyEntriesTest {

    private static final int PARAMETERS = 26;

    @TempDir
    Path folder;

    private FreezingCheckpoint checkpoint;
    private TreeMap<String, NpyFile> arrays;

    private void open(byte[] content) throws IOException {
        checkpoint = FreezingCheckpoint.load(
                Files.write(folder.resolve("x.zip"), content).toFile());
        arrays = new TreeMap<>();
        new CheckpointZip(content).entries().forEach((name, bytes) -> {
            if (name.endsWith(".npy")) {
                arrays.put(name, new NpyFile(bytes));
            }
        });
    }

    private NpyFile array(String name) {
        return arrays.get("dl4jfreeze/" + name + ".npy");
    }

    @ParameterizedTest
    @EnumSource
    void maskVarianceAndOrderAreThoseOfTheListener(GoldenCheckpoint golden) throws IOException {
        open(golden.content());
        FreezingListener listener = checkpoint.listener();
        assertThat(array("mask").type()).isEqualTo("|u1");
        assertThat(array("mask").shape()).containsExactly(PARAMETERS);
        assertThat(array("mask").values()).containsExactly(mask(listener));
        assertThat(array("gradientVariance").type()).isEqualTo(golden.type() == DataType.DOUBLE ? "<f8" : "<f4");
        assertThat(array("gradientVariance").shape()).containsExactly(PARAMETERS);
        assertThat(array("gradientVariance").values())
                .containsExactly(listener.variance().castTo(DataType.DOUBLE).toDoubleVector());
        if (listener.isFrozen()) {
            ParameterOrder order = listener.order();
            assertThat(array("order").type()).isEqualTo("<i4");
            assertThat(array("order").shape()).containsExactly(order.size());
            assertThat(array("order").values())
                    .containsExactly(IntStream.range(0, order.size())
                            .mapToDouble(order::parameterAt)
                            .toArray());
        } else {
            assertThat(array("order")).isNull();
        }
    }

    /** 1 = frozen by the plan, 2 = by other components, 3 = by both. */
    @Test
    void theMaskTellsWhoHasFrozen() throws IOException {
        MultiLayerNetwork network = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));
        FreezeMask byHand = FreezeMask.ofWords(83, (1L << 40) - 1, 0);
        FreezingListener listener =
                Training.listen(network, FreezePlan.atIteration(4).fraction(0.5));
        Training.fit(network, 0, 2, t -> TestData.dense(DataType.FLOAT, 6, t));
        FreezableNetwork.of(network).freeze(byHand);
        Training.fit(network, 2, 5, t -> TestData.dense(DataType.FLOAT, 6, t));
        Path file = folder.resolve("by-hand.zip");
        FreezingCheckpoint.save(network, listener, file.toFile());
        open(Files.readAllBytes(file));
        double[] values = array("mask").values();
        assertThat(values).contains(0, 1, 2, 3);
        for (int i = 0; i < values.length; i++) {
            assertThat((int) values[i] & 2).as("parameter " + i).isEqualTo(byHand.isFrozen(i) ? 2 : 0);
            assertThat(values[i] > 0)
                    .as("parameter " + i)
                    .isEqualTo(listener.mask().isFrozen(i));
        }
        assertThat(Arrays.stream(values).filter(one -> one % 2 == 1).count()).isEqualTo(42);
    }

    private static double[] mask(FreezingListener listener) {
        return IntStream.range(0, PARAMETERS)
                .mapToDouble(i -> listener.mask().isFrozen(i) ? 1 : 0)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void thereAreNoOtherArrays(GoldenCheckpoint golden) throws IOException {
        open(golden.content());
        List<String> expected = new ArrayList<>(List.of("gradientVariance", "mask"));
        switch (golden) {
            case MINI_BATCH_PLATEAU:
                expected.addAll(List.of(
                        "gradientVariance-mean",
                        "meanSquaredGradient",
                        "meanSquaredUpdate",
                        "miniBatchVariance",
                        "miniBatchVariance-mean"));
                break;
            case COVARIANCE_DENSE:
                expected.addAll(List.of("covariance-differences-0", "covariance-triangle-0", "covariance-weights"));
                break;
            case COVARIANCE_FACTORED:
                expected.addAll(List.of("covariance-differences-0", "covariance-weights"));
                break;
            case WHOLE_BATCH_UNTOUCHED:
                expected.addAll(List.of("gradients-seen", "meanSquaredGradient"));
                break;
            case EXCLUDED_LAYER:
                // the files above were written before there was this array
                expected.addAll(List.of("gradients-seen", "order"));
                break;
            default:
                if (checkpoint.listener().isFrozen()) {
                    expected.add("order");
                }
        }
        assertThat(arrays.keySet())
                .containsExactlyInAnyOrderElementsOf(expected.stream()
                        .map(name -> "dl4jfreeze/" + name + ".npy")
                        .collect(Collectors.toList()));
    }

    /** C = scale times the sum of w d d^T, as docs/checkpoint-format.md says. */
    @Test
    void theFactoredCovarianceIsTheWeightedSumOfItsDifferences() throws IOException {
        open(GoldenCheckpoint.COVARIANCE_FACTORED.content());
        double scale = json("scale");
        NpyFile differences = array("covariance-differences-0");
        NpyFile weights = array("covariance-weights");
        int rows = (int) json("rows");
        assertThat(differences.shape()).containsExactly(rows, PARAMETERS);
        assertThat(weights.shape()).containsExactly(rows);
        double[] sum = outerProducts(differences.values(), weights.values(), scale);
        assertThat(sum).containsExactly(entries(), within(1e-6));
    }

    @Test
    void theDenseCovarianceIsItsTriangleAndTheDifferencesThatWait() throws IOException {
        open(GoldenCheckpoint.COVARIANCE_DENSE.content());
        double[] sum = outerProducts(
                array("covariance-differences-0").values(),
                array("covariance-weights").values(),
                json("scale"));
        double[] triangle = array("covariance-triangle-0").values();
        assertThat(triangle).hasSize(PARAMETERS * (PARAMETERS + 1) / 2);
        double factor = json("factor");
        int at = 0;
        for (int i = 0; i < PARAMETERS; i++) {
            for (int j = i; j < PARAMETERS; j++) {
                sum[PARAMETERS * i + j] += factor * triangle[at];
                sum[PARAMETERS * j + i] += i == j ? 0 : factor * triangle[at];
                at++;
            }
        }
        assertThat(sum).containsExactly(entries(), within(1e-12));
    }

    private double json(String field) throws IOException {
        return new CheckpointZip(Files.readAllBytes(folder.resolve("x.zip")))
                .json(CheckpointZip.JSON)
                .at("/training/statistics/covariance/" + field)
                .doubleValue();
    }

    private double[] entries() {
        FullCovariance covariance = checkpoint.listener().covariance();
        return CheckpointContent.entries(covariance);
    }

    private static double[] outerProducts(double[] rows, double[] weights, double scale) {
        double[] sum = new double[PARAMETERS * PARAMETERS];
        for (int row = 0; row < weights.length; row++) {
            double[] difference = Arrays.copyOfRange(rows, row * PARAMETERS, (row + 1) * PARAMETERS);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += scale * weights[row] * difference[i / PARAMETERS] * difference[i % PARAMETERS];
            }
        }
        return sum;
    }
}
