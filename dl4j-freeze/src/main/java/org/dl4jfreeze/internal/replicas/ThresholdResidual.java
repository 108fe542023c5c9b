package org.dl4jfreeze.internal.replicas;

import java.lang.reflect.Field;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.solvers.accumulation.EncodedGradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clears the residual of DL4J's threshold encoding: what it has not sent yet of the updates of the present thread's network.
 *
 * <p>DL4J adds every update to the residual and sends at most the threshold of each entry, so it continues to send for parameters
 * that no longer have updates. Replicas ignore that, but the network of Spark's driver would be moved by it.
 */
final class ThresholdResidual {

    private static final Field RESIDUAL = find();

    private ThresholdResidual() {}

    /** Clears it where a mask freezes; has no effect if the network does not share encoded updates in this thread. */
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
