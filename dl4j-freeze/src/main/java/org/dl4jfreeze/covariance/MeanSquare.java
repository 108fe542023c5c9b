package org.dl4jfreeze.covariance;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.memory.DirectBuffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code mean += weight (d^2 - mean)}, element by element: one pass over direct memory, or ND4J operations elsewhere. */
final class MeanSquare {

    private MeanSquare() {}

    /** Adds one sample to a weighted mean of squares. */
    static void accumulate(INDArray mean, INDArray d, double weight) {
        boolean direct =
                DirectBuffers.isAccessible(mean) && DirectBuffers.isAccessible(d) && mean.dataType() == d.dataType();
        if (!direct) {
            accumulateByOperations(mean, d, weight);
        } else if (mean.dataType() == DataType.FLOAT) {
            accumulateFloats(DirectBuffers.floats(mean), DirectBuffers.floats(d), (float) weight);
        } else {
            accumulateDoubles(DirectBuffers.doubles(mean), DirectBuffers.doubles(d), weight);
        }
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(d);
    }

    private static void accumulateFloats(FloatBuffer mean, FloatBuffer d, float weight) {
        int n = mean.limit();
        for (int i = 0; i < n; i++) {
            float c = mean.get(i);
            float di = d.get(i);
            mean.put(i, c + weight * (di * di - c));
        }
    }

    private static void accumulateDoubles(DoubleBuffer mean, DoubleBuffer d, double weight) {
        int n = mean.limit();
        for (int i = 0; i < n; i++) {
            double c = mean.get(i);
            double di = d.get(i);
            mean.put(i, c + weight * (di * di - c));
        }
    }

    private static void accumulateByOperations(INDArray mean, INDArray d, double weight) {
        INDArray same = d.castTo(mean.dataType());
        mean.addi(same.mul(same).subi(mean).muli(weight));
    }
}
