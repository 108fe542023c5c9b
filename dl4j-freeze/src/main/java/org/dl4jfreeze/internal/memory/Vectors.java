package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Elementwise work on flat FLOAT or DOUBLE vectors that allocates nothing on the CPU backend. */
public final class Vectors {

    private Vectors() {}

    /**
     * {@code target += factor * vector}.
     *
     * @param target shape [n], overwritten
     * @param factor the factor
     * @param vector shape [n], of the same data type
     */
    public static void addScaled(INDArray target, double factor, INDArray vector) {
        Nd4j.getBlasWrapper().level1().axpy(target.length(), factor, vector, target);
    }

    /**
     * Moves a mean towards a vector, and tells what they differed by: {@code delta = scale vector - mean}, then {@code mean +=
     * weight delta}, and {@code deviation = shrink delta}.
     *
     * @param vector    shape [n]
     * @param scale     its factor
     * @param mean      shape [n], of the same data type as all; overwritten
     * @param weight    how far the mean moves, in (0,1]
     * @param shrink    factor of what is told
     * @param deviation shape [n], overwritten
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
     * {@code target += vector^2}, element by element.
     *
     * @param target shape [n], overwritten
     * @param vector shape [n], of the same data type
     */
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

    /**
     * {@code target = max(0, target - (factor vector)^2)}, element by element.
     *
     * @param target shape [n], overwritten
     * @param factor the factor
     * @param vector shape [n], of the same data type
     */
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

    /**
     * Whether two vectors hold the same numbers, to the bit; ND4J's {@code equals} lets small ones differ.
     *
     * @param a shape [n]
     * @param b shape [n]
     * @return whether all elements are the same
     */
    public static boolean isSame(INDArray a, INDArray b) {
        return Arrays.equals(a.toDoubleVector(), b.toDoubleVector());
    }

    /**
     * Whether all elements are finite.
     *
     * @param vector shape [n]
     * @return false if there is a NaN or an infinity
     */
    public static boolean isFinite(INDArray vector) {
        if (!DirectBuffers.isAccessible(vector)) {
            // 0 * x is 0 for finite x, and NaN otherwise
            return vector.mul(0).sumNumber().doubleValue() == 0;
        }
        try {
            return vector.dataType() == DataType.FLOAT
                    ? isFinite(DirectBuffers.floats(vector))
                    : isFinite(DirectBuffers.doubles(vector));
        } finally {
            Reference.reachabilityFence(vector);
        }
    }

    /** Four sums, so that an addition need not wait for the one before. */
    private static boolean isFinite(FloatBuffer values) {
        int n = values.limit();
        int even = n & ~3;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < even; i += 4) {
            a += 0 * values.get(i);
            b += 0 * values.get(i + 1);
            c += 0 * values.get(i + 2);
            d += 0 * values.get(i + 3);
        }
        for (int i = even; i < n; i++) {
            a += 0 * values.get(i);
        }
        return a + b + c + d == 0;
    }

    private static boolean isFinite(DoubleBuffer values) {
        int n = values.limit();
        int even = n & ~3;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < even; i += 4) {
            a += 0 * values.get(i);
            b += 0 * values.get(i + 1);
            c += 0 * values.get(i + 2);
            d += 0 * values.get(i + 3);
        }
        for (int i = even; i < n; i++) {
            a += 0 * values.get(i);
        }
        return a + b + c + d == 0;
    }
}
