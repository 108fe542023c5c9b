package org.dl4jfreeze.bench;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** A step of the updater at 10 million parameters, FLOAT, against that of stock Adam, under masks of several forms. */
class UpdaterBench {

    private static final int P = 10_000_000;
    private static final int ROUNDS = 31;
    /** How many layers there are, of equal size; whole ones are frozen. */
    private static final int LAYERS = 20;

    @BeforeAll
    static void natives() {
        Natives.print();
    }

    @Test
    void nothingFrozen() {
        contest("nothing frozen", FreezeMask.none(P));
    }

    @Test
    void halfFrozenAtRandom() {
        contest("50 % frozen at random", atRandom(0.5));
    }

    @Test
    void nearlyAllFrozenAtRandom() {
        contest("95 % frozen at random", atRandom(0.95));
    }

    @Test
    void halfFrozenInWholeLayers() {
        contest("50 % frozen in whole layers", inLayers(LAYERS / 2));
    }

    @Test
    void nearlyAllFrozenInWholeLayers() {
        contest("95 % frozen in whole layers", inLayers(LAYERS - 1));
    }

    private static FreezeMask atRandom(double share) {
        Random random = new Random(1);
        FreezeMask.Builder mask = new FreezeMask.Builder(P);
        for (int i = 0; i < P; i++) {
            if (random.nextDouble() < share) {
                mask.freeze(i);
            }
        }
        return mask.build();
    }

    /** The boundaries of the layers are at odd numbers, as they are in a network. */
    private static FreezeMask inLayers(int frozen) {
        Boolean[] isFrozen = new Boolean[LAYERS];
        Arrays.setAll(isFrozen, layer -> layer < frozen);
        Collections.shuffle(Arrays.asList(isFrozen), new Random(2));
        FreezeMask.Builder mask = new FreezeMask.Builder(P);
        for (int layer = 0; layer < LAYERS; layer++) {
            if (isFrozen[layer]) {
                for (int i = boundary(layer); i < boundary(layer + 1); i++) {
                    mask.freeze(i);
                }
            }
        }
        return mask.build();
    }

    private static int boundary(int layer) {
        return layer == 0 || layer == LAYERS ? P / LAYERS * layer : P / LAYERS * layer + 10 * layer + 3;
    }

    /** The gradient is restored before each step, because a step overwrites it. */
    private static void contest(String title, FreezeMask mask) {
        INDArray fresh = Nd4j.randn(DataType.FLOAT, P);
        INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, P);
        INDArray stockState = Nd4j.zeros(DataType.FLOAT, 1, 2L * P);
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 4L * P);
        GradientUpdater<?> stock = new Adam(1e-3).instantiate(stockState, false);
        FreezingAdamUpdater freezing = (FreezingAdamUpdater) new FreezingAdam(1e-3).instantiate(state, false);
        freezing.applyUpdater(gradient.assign(fresh), 0, 0);
        stock.applyUpdater(gradient.assign(fresh), 0, 0);
        freezing.setMask(mask);
        Runnable refill = () -> gradient.assign(fresh);
        new Contest("Updater step, p = 10 million, FLOAT, " + title, ROUNDS)
                .withPrepared("stock Adam's op", refill, () -> stock.applyUpdater(gradient, 1, 0))
                .withPrepared("FreezingAdam", refill, () -> freezing.applyUpdater(gradient, 1, 0))
                .print();
        for (INDArray each : new INDArray[] {fresh, gradient, stockState, state}) {
            each.close();
        }
    }
}
