package org.dl4jfreeze.internal.replicas;

import java.lang.reflect.Field;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.solvers.accumulation.EncodedGradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What threshold encoding has not sent yet of the updates of the present thread's network.
 *
 * <p>DL4J adds every update to it and sends of each entry at most the threshold, so it goes on sending for parameters that
 * have no updates any more. Replicas are kept from that, but nobody keeps the network of Spark's driver from it.
 */
public final class ThresholdResidual {

    private static final Field RESIDUAL = find();

    private ThresholdResidual() {}

    /** Drops it where a mask freezes; no effect if the network does not share encoded updates, or not in this thread. */
    public static void drop(Model model, FreezeMask mask) {
        GradientsAccumulator accumulator =
                model.getOptimizer() == null ? null : model.getOptimizer().getGradientsAccumulator();
        if (accumulator instanceof EncodedGradientsAccumulator) {
            INDArray residual = ofThisThread(accumulator);
            if (residual != null) {
                new FrozenEntries(mask).clear(residual);
            }
        }
    }

    private static INDArray ofThisThread(GradientsAccumulator accumulator) {
        try {
            return (INDArray) ((ThreadLocal<?>) RESIDUAL.get(accumulator)).get();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field find() {
        try {
            Field field = EncodedGradientsAccumulator.class.getDeclaredField("accumulator");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(
                    "DL4J's EncodedGradientsAccumulator no longer keeps its residual in a field 'accumulator'; use"
                            + " DL4J 1.0.0-M2.1",
                    e);
        }
    }
}
