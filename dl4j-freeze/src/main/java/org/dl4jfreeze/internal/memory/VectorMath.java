package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Elementwise arithmetic on flat vectors of one data type, FLOAT or DOUBLE: one pass over direct memory, which allocates nothing, or
 * ND4J operations elsewhere. Each loop is written for both types, since Java has no arithmetic over a type parameter.
 */
public final class VectorMath {

    private VectorMath() {}

    /** Computes {@code target += factor vector}. */
    public static void addScaled(INDArray target, double factor, INDArray vector) {
        Nd4j.getBlasWrapper().level1().axpy(target.length(), factor, vector, target);
    }

    /**
     * Moves a mean towards a vector and records the scaled difference: {@code delta = scale vector - mean}, then
     * {@code mean += weight delta} with a weight in (0,1], and {@code deviation = shrink delta}.
     */
    public static void moveMean(
            INDArray vector, double scale, INDArray mean, double weight, double shrink, INDArray deviation) {
        if (!DirectBuffers.isAccessible(vector) || vector.dataType() != mean.dataType()) {
            deviation.assign(vector).muli(scale).subi(mean);
            addScaled(mean, weight, deviation);
            deviation.muli(shrink);
        } else if (vector.dataType() == DataType.FLOAT) {
            moveMean(
                    DirectBuffers.floats(vector),
                    (float) scale,
                    DirectBuffers.floats(mean),
                    (float) weight,
                    (float) shrink,
                    DirectBuffers.floats(deviation));
        } else {
            moveMean(
                    DirectBuffers.doubles(vector),
                    scale,
                    DirectBuffers.doubles(mean),
                    weight,
                    shrink,
                    DirectBuffers.doubles(deviation));
        }
        Reference.reachabilityFence(vector);
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(deviation);
    }

    private static void moveMean(
            FloatBuffer vector, float scale, FloatBuffer mean, float weight, float shrink, FloatBuffer deviation) {
        for (int i = 0, n = mean.limit(); i < n; i++) {
            float m = mean.get(i);
            float delta = scale * vector.get(i) - m;
            mean.put(i, m + weight * delta);
            deviation.put(i, shrink * delta);
        }
    }

    private static void moveMean(
            DoubleBuffer vector,
            double scale,
            DoubleBuffer mean,
            double weight,
            double shrink,
            DoubleBuffer deviation) {
        for (int i = 0, n = mean.limit(); i < n; i++) {
            double m = mean.get(i);
            double delta = scale * vector.get(i) - m;
            mean.put(i, m + weight * delta);
            deviation.put(i, shrink * delta);
        }
    }

    /**
     * Adds a sample to a weighted mean of squares, {@code mean += weight (d^2 - mean)}: the sample is the elements of the vector
     * from {@code offset} on, as many as the mean has.
     */
    public static void addToMeanSquare(INDArray mean, INDArray vector, long offset, double weight) {
        boolean direct = DirectBuffers.isAccessible(mean)
                && DirectBuffers.isAccessible(vector)
                && mean.dataType() == vector.dataType();
        int n = (int) mean.length();
        if (!direct) {
            INDArray d = vector.get(NDArrayIndex.interval(offset, offset + n)).castTo(mean.dataType());
            mean.addi(d.mul(d).subi(mean).muli(weight));
        } else if (mean.dataType() == DataType.FLOAT) {
            addToMeanSquare(DirectBuffers.floats(mean), DirectBuffers.floats(vector, offset, n), (float) weight);
        } else {
            addToMeanSquare(DirectBuffers.doubles(mean), DirectBuffers.doubles(vector, offset, n), weight);
        }
        Reference.reachabilityFence(mean);
        Reference.reachabilityFence(vector);
    }

    private static void addToMeanSquare(FloatBuffer mean, FloatBuffer d, float weight) {
        for (int i = 0, n = mean.limit(); i < n; i++) {
            float c = mean.get(i);
            float di = d.get(i);
            mean.put(i, c + weight * (di * di - c));
        }
    }

    private static void addToMeanSquare(DoubleBuffer mean, DoubleBuffer d, double weight) {
        for (int i = 0, n = mean.limit(); i < n; i++) {
            double c = mean.get(i);
            double di = d.get(i);
            mean.put(i, c + weight * (di * di - c));
        }
    }

    /** Adds a sample that is already squared to a weighted mean of squares: {@code mean += weight (squares - mean)}. */
    public static void addToMean(INDArray mean, INDArray squares, double weight) {
        mean.muli(1 - weight);
        addScaled(mean, weight, squares.castTo(mean.dataType()));
    }

    /** Computes {@code target += vector^2}, element by element. */
    public static void addSquares(INDArray target, INDArray vector) {
        if (!DirectBuffers.isAccessible(target) || !DirectBuffers.isAccessible(vector)) {
            target.addi(vector.mul(vector));
        } else if (target.dataType() == DataType.FLOAT) {
            FloatBuffer to = DirectBuffers.floats(target);
            FloatBuffer from = DirectBuffers.floats(vector);
            for (int i = 0, n = to.limit(); i < n; i++) {
                float v = from.get(i);
                to.put(i, to.get(i) + v * v);
            }
        } else {
            DoubleBuffer to = DirectBuffers.doubles(target);
            DoubleBuffer from = DirectBuffers.doubles(vector);
            for (int i = 0, n = to.limit(); i < n; i++) {
                double v = from.get(i);
                to.put(i, to.get(i) + v * v);
            }
        }
        Reference.reachabilityFence(target);
        Reference.reachabilityFence(vector);
    }

    /** Computes {@code target = max(0, target - (factor vector)^2)}, element by element. */
    public static void subtractSquares(INDArray target, double factor, INDArray vector) {
        if (!DirectBuffers.isAccessible(target) || !DirectBuffers.isAccessible(vector)) {
            INDArray scaled = vector.mul(factor);
            Transforms.max(target.subi(scaled.muli(scaled)), 0, false);
        } else if (target.dataType() == DataType.FLOAT) {
            FloatBuffer to = DirectBuffers.floats(target);
            FloatBuffer from = DirectBuffers.floats(vector);
            for (int i = 0, n = to.limit(); i < n; i++) {
                float v = (float) factor * from.get(i);
                to.put(i, Math.max(0, to.get(i) - v * v));
            }
        } else {
            DoubleBuffer to = DirectBuffers.doubles(target);
            DoubleBuffer from = DirectBuffers.doubles(vector);
            for (int i = 0, n = to.limit(); i < n; i++) {
                double v = factor * from.get(i);
                to.put(i, Math.max(0, to.get(i) - v * v));
            }
        }
        Reference.reachabilityFence(target);
        Reference.reachabilityFence(vector);
    }

    /** Tells whether two vectors hold the same numbers exactly, where ND4J's {@code equals} tolerates small differences. */
    public static boolean isSame(INDArray a, INDArray b) {
        return Arrays.equals(a.toDoubleVector(), b.toDoubleVector());
    }
}
