package org.dl4jfreeze.it.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.it.support.FreezingLog;
import org.dl4jfreeze.it.support.Networks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every trainable model of the zoo must do: two iterations as under stock Adam, 80 % frozen by variance, and on; saved,
 * restored, and on as if nothing had happened.
 */
final class ZooContract {

    private static final int T0 = 2;
    private static final double FRACTION = 0.8;
    private static final double LEARNING_RATE = 1e-3;

    private final ZooNetwork zoo;
    private final Path folder;

    /** @param folder for files, as large as the network with its updater state */
    ZooContract(ZooNetwork zoo, Path folder) {
        this.zoo = zoo;
        this.folder = folder;
    }

    void trainsFreezesAndTrainsOn() throws IOException {
        try (StockTraining stock = new StockTraining(zoo, LEARNING_RATE, T0, T0 + 1);
                FreezingLog log = FreezingLog.ofThisThread();
                FreezingListener listener = listener()) {
            Model network = zoo.build(new FreezingAdam(LEARNING_RATE));
            try {
                Networks.addListener(network, listener);
                Nd4j.getRandom().setSeed(1);
                fit(network, 0, T0);
                assertThat(FloatBits.areEqual(network.params(), stock.params(0)))
                        .as("parameters are stock Adam's until t0")
                        .isTrue();
                assertOthersAreStock(network, stock, 0);
                FreezeMask mask = listener.mask();
                assertTableAddsUp(new LoggedTable(log.decisions().get(0)), mask, network);
                assertLowestVarianceIsFrozen(network, listener, mask);

                fit(network, T0, T0 + 1);
                BitSet scaled = NormalisedGradients.of(network);
                assertFrozenKeepAndActiveAreStock(network, mask, stock, scaled);
                if (scaled.isEmpty()) {
                    assertOthersAreStock(network, stock, 1);
                }
                fit(network, T0 + 1, T0 + 2);
                assertFrozenKeepAndActiveMove(network, mask, stock);
                assertThat(network.score()).isFinite();
                assertThat(log.warnings())
                        .as("only of AlexNet's biases, which have Nesterovs")
                        .hasSize(zoo == ZooNetwork.ALEX_NET ? 1 : 0)
                        .allMatch(line -> line.contains("does not update them: Nesterovs ("));
                assertRestoredGoesOnAlike(network, mask);
            } finally {
                Networks.close(network);
            }
        }
    }

    void goesOnAcrossT0FromACheckpoint() {
        File file = folder.resolve("checkpoint.zip").toFile();
        try (FreezingListener listener = listener()) {
            Model network = zoo.build(new FreezingAdam(LEARNING_RATE));
            Networks.addListener(network, listener);
            fit(network, 0, T0 - 1);
            FreezingCheckpoint.save(network, listener, file);
            Nd4j.getRandom().setSeed(2);
            fit(network, T0 - 1, T0 + 1);

            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
            Nd4j.getRandom().setSeed(2);
            fit(checkpoint.model(), T0 - 1, T0 + 1);
            assertThat(checkpoint.listener().mask()).isEqualTo(listener.mask());
            assertSameState(checkpoint.model(), network);
            Networks.close(checkpoint.model());
            checkpoint.listener().close();
            Networks.close(network);
        }
    }

    private FreezingListener listener() {
        return FreezingListener.builder(FreezePlan.atIteration(T0).fraction(FRACTION))
                .sampler(zoo.sampler())
                .build();
    }

    /** Leaves frozen gradients out where gradients are normalised, which is a listener's work, and takes no samples. */
    private static FreezingListener silent() {
        return FreezingListener.builder(FreezePlan.never())
                .sampler(GradientSampler.miniBatch().afterWarmUp(100))
                .build();
    }

    private void fit(Model network, int from, int to) {
        for (int t = from; t < to; t++) {
            Networks.fit(network, zoo.batch(t));
        }
    }

    /** Row by row against the mask, and all rows together against p. */
    private static void assertTableAddsUp(LoggedTable table, FreezeMask mask, Model network) {
        int offset = 0;
        int participants = 0;
        int frozen = 0;
        for (LoggedTable.Row row : table.rows()) {
            int counted = 0;
            for (int i = offset; i < offset + row.of; i++) {
                counted += mask.isFrozen(i) ? 1 : 0;
            }
            assertThat(row.frozen)
                    .as("frozen in " + row.layer + " " + row.parameter)
                    .isEqualTo(counted);
            assertThat(row.takesPart || counted == 0).isTrue();
            offset += row.of;
            participants += row.takesPart ? row.of : 0;
            frozen += counted;
        }
        assertThat(offset).isEqualTo(Math.toIntExact(network.params().length())).isEqualTo(table.of());
        assertThat(frozen)
                .isEqualTo((int) Math.round(FRACTION * participants))
                .isEqualTo(table.frozen())
                .isEqualTo(mask.frozenCount());
    }

    private static void assertLowestVarianceIsFrozen(Model network, FreezingListener listener, FreezeMask mask) {
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        try (INDArray variance = listener.variance()) {
            IntBuffer bits = FloatBits.of(variance);
            boolean[] takesPart = new boolean[mask.length()];
            for (int i : FreezableNetwork.of(network).freezableIndices()) {
                takesPart[i] = true;
            }
            float highestFrozen = 0;
            float lowestActive = Float.POSITIVE_INFINITY;
            for (int i = 0; i < mask.length(); i++) {
                float value = Float.intBitsToFloat(bits.get(i));
                if (mask.isFrozen(i)) {
                    highestFrozen = Math.max(highestFrozen, value);
                } else if (takesPart[i]) {
                    lowestActive = Math.min(lowestActive, value);
                }
            }
            assertThat(highestFrozen).isLessThanOrEqualTo(lowestActive);
            assertThat(lowestActive).isPositive().isFinite();
        }
    }

    /**
     * The first update after t0 sees the gradient that stock Adam sees: it must differ in what is frozen alone; and in layers whose
     * gradient is normalised, for there the frozen ones count no more.
     */
    private static void assertFrozenKeepAndActiveAreStock(
            Model network, FreezeMask mask, StockTraining stock, BitSet scaled) {
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        IntBuffer now = FloatBits.of(network.params());
        IntBuffer atT0 = FloatBits.of(stock.params(0));
        IntBuffer stockNow = FloatBits.of(stock.params(1));
        int compared = 0;
        int otherThanStock = 0;
        for (int i = 0; i < mask.length(); i++) {
            if (mask.isFrozen(i)) {
                if (now.get(i) != atT0.get(i)) {
                    throw new AssertionError("frozen parameter " + i + " moved");
                }
            } else if (scaled.get(i)) {
                otherThanStock += now.get(i) == stockNow.get(i) ? 0 : 1;
            } else {
                compared++;
                if (now.get(i) != stockNow.get(i)) {
                    throw new AssertionError("active parameter " + i + " is not what stock Adam makes of it");
                }
            }
        }
        int active = mask.length() - mask.frozenCount();
        if (scaled.isEmpty()) {
            assertThat(compared)
                    .as("compared with stock Adam")
                    .isEqualTo(active)
                    .isPositive();
        } else {
            // where gradients are normalised, those that are left are larger than under stock Adam
            assertThat(otherThanStock)
                    .as("unlike stock Adam where gradients are normalised")
                    .isPositive();
            assertThat((double) (compared + otherThanStock) / active)
                    .as("share of the active parameters that were compared, or seen to differ as they should")
                    .isGreaterThan(0.5);
        }
    }

    private static void assertFrozenKeepAndActiveMove(Model network, FreezeMask mask, StockTraining stock) {
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        IntBuffer now = FloatBits.of(network.params());
        IntBuffer atT0 = FloatBits.of(stock.params(0));
        int moved = 0;
        for (int i = 0; i < mask.length(); i++) {
            boolean same = now.get(i) == atT0.get(i);
            if (mask.isFrozen(i) && !same) {
                throw new AssertionError("frozen parameter " + i + " moved");
            }
            if (!Float.isFinite(Float.intBitsToFloat(now.get(i)))) {
                throw new AssertionError("parameter " + i + " is " + Float.intBitsToFloat(now.get(i)));
            }
            moved += same ? 0 : 1;
        }
        // 0.93 in VGG16, where some updates are below the resolution of their parameters, as they are under stock Adam
        assertThat((double) moved / (mask.length() - mask.frozenCount())).isGreaterThan(0.9);
    }

    private static void assertOthersAreStock(Model network, StockTraining stock, int iterations) {
        Map<Integer, double[]> expected = stock.otherStates(iterations);
        Map<Integer, double[]> found = StockTraining.otherStates(network, FreezingAdam.class);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((offset, state) -> assertThat(found.get(offset)).containsExactly(state));
    }

    private void assertRestoredGoesOnAlike(Model network, FreezeMask mask) throws IOException {
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        Nd4j.getRandom().setSeed(2);
        fit(network, T0 + 2, T0 + 3);

        Model restored = network instanceof ComputationGraph
                ? ModelSerializer.restoreComputationGraph(file, true)
                : ModelSerializer.restoreMultiLayerNetwork(file, true);
        try (FreezingListener silent = silent()) {
            assertThat(FreezableNetwork.of(restored).mask()).isEqualTo(mask);
            if (!NormalisedGradients.of(restored).isEmpty()) {
                Networks.addListener(restored, silent);
            }
            Nd4j.getRandom().setSeed(2);
            fit(restored, T0 + 2, T0 + 3);
            assertSameState(restored, network);
        } finally {
            Networks.close(restored);
        }
    }

    private static void assertSameState(Model one, Model other) {
        assertThat(FloatBits.areEqual(one.params(), other.params()))
                .as("same parameters")
                .isTrue();
        assertThat(FloatBits.areEqual(
                        Networks.updater(one).getStateViewArray(),
                        Networks.updater(other).getStateViewArray()))
                .as("same updater state")
                .isTrue();
    }
}
