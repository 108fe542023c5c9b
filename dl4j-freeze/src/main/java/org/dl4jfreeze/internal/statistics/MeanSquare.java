package org.dl4jfreeze.internal.statistics;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@code mean += weight (d^2 - mean)}, element by element: one pass over direct memory, or ND4J operations elsewhere. */
final class MeanSquare {

    private MeanSquare() {}

    /**
     * Adds one sample to a weighted mean of squares.
     *
     * @param vector holds the sample
     * @param offset where the sample begins in it, which is as long as {@code mean}
     */
    static void accumulate(INDArray mean, INDArray vector, long offset, double weight) {
        boolean direct = DirectBuffers.isAccessible(mean)
                && DirectBuffers.isAccessible(vector)
                && mean.dataType() == vector.dataType();
        int n = (int) mean.length();
        if (!direct) {
            accumulateByOperations(mean, vector.get(NDArrayIndex.interval(offset, offset + mean.length())), weight);
        } else if (mean.dataType() == DataType.FLOAT) {
            accumulateFloats(DirectBuffers.floats(mean), DirectBuffers.floats(vector, offset, n), (float) weight);
        } else {
            accumulateDoubles(DirectBuffers.doubles(mean), DirectBuffers.doubles(vector, offset, n), weight);
        }
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(vector);
    }

    /** Adds one sample, squared already, to a weighted mean of squares: {@code mean += weight (q - mean)}. */
    static void accumulateSquares(INDArray mean, INDArray q, double weight) {
        INDArray same = q.castTo(mean.dataType());
        mean.muli(1 - weight);
        Nd4j.getBlasWrapper().level1().axpy(mean.length(), weight, same, mean);
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
