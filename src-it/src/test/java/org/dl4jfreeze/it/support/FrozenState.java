package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is in a model that has to do with freezing, read without the library's help where that is possible. */
public final class FrozenState {

    private static final int COUNTS = 8;

    private FrozenState() {}

    /** The FROZEN chunks of the updater state, block by block, as they are: 0, 1 or whatever averaging made of them. */
    public static double[] chunk(Model model) {
        return state(model, FreezingAdamUpdater.FROZEN_STATE);
    }

    /** One kind of state of all FreezingAdam blocks. */
    public static double[] state(Model model, String kind) {
        List<INDArray> chunks = new ArrayList<>();
        for (UpdaterBlock block : Networks.updater(model).getUpdaterBlocks()) {
            if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                chunks.add(((FreezingAdamUpdater) block.getGradientUpdater())
                        .getState()
                        .get(kind));
            }
        }
        return chunks.stream()
                .flatMapToDouble(chunk -> Arrays.stream(chunk.toDoubleVector()))
                .toArray();
    }

    /**
     * What is in the FROZEN chunk besides exact zeros and ones; null if nothing is. Where counts travel in it, its first four
     * entries hold whole numbers: a negative count where active, 1 + count where frozen.
     */
    public static String unexpectedInChunk(Model model, boolean countsTravel) {
        double[] chunk = chunk(model);
        for (int i = 0; i < chunk.length; i++) {
            boolean isCount = countsTravel && i < COUNTS && chunk[i] == Math.rint(chunk[i]);
            if (chunk[i] != 0 && chunk[i] != 1 && !isCount) {
                return "entry " + i + " of the FROZEN chunk is " + chunk[i];
            }
        }
        return null;
    }

    /** The bits of the parameters that a mask freezes, 0 for the others. */
    public static long[] frozenBits(FreezeMask mask, Model model) {
        return FrozenParameters.bits(mask, model.params().toDoubleVector());
    }

    /** The parameters that a mask freezes, 0 for the others. */
    public static double[] frozen(FreezeMask mask, Model model) {
        return Arrays.stream(frozenBits(mask, model))
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
    }

    /** The first entry in which two vectors of bits differ; -1 if there is none. */
    static int firstDifference(long[] expected, long[] found) {
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != found[i]) {
                return i;
            }
        }
        return -1;
    }
}
