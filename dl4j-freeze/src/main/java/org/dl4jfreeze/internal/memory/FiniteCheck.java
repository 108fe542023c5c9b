package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks vectors for numbers that are not finite, or whose squares are not, in one pass. */
public final class FiniteCheck {

    private FiniteCheck() {}

    /** Tells whether all elements are finite: neither NaN nor infinite. */
    public static boolean isFinite(INDArray vector) {
        return isFinite(vector, 1, false);
    }

    /**
     * Tells whether all elements are finite and have, multiplied by a factor, a finite square: {@code (factor x)^2} is computed in
     * the vector's data type.
     */
    public static boolean hasFiniteSquares(INDArray vector, double factor) {
        return isFinite(vector, factor, true);
    }

    private static boolean isFinite(INDArray vector, double factor, boolean square) {
        if (!DirectBuffers.isAccessible(vector)) {
            INDArray scaled = vector.mul(factor);
            return (square ? scaled.muli(scaled) : scaled).muli(0).sumNumber().doubleValue() == 0;
        }
        try {
            return vector.dataType() == DataType.FLOAT
                    ? isFinite(DirectBuffers.floats(vector), (float) factor, square)
                    : isFinite(DirectBuffers.doubles(vector), factor, square);
        } finally {
            Reference.reachabilityFence(vector);
        }
    }

    /** Tells whether all are finite, by four sums, so that an addition need not wait for the previous one. */
    private static boolean isFinite(FloatBuffer values, float factor, boolean square) {
        int n = values.limit();
        int even = n & ~3;
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < even; i += 4) {
            a += zeroIfFinite(factor * values.get(i), square);
            b += zeroIfFinite(factor * values.get(i + 1), square);
            c += zeroIfFinite(factor * values.get(i + 2), square);
            d += zeroIfFinite(factor * values.get(i + 3), square);
        }
        for (int i = even; i < n; i++) {
            a += zeroIfFinite(factor * values.get(i), square);
        }
        return a + b + c + d == 0;
    }

    /** Returns NaN for what is not finite: 0 times that. */
    private static float zeroIfFinite(float value, boolean square) {
        return 0 * (square ? value * value : value);
    }

    private static boolean isFinite(DoubleBuffer values, double factor, boolean square) {
        int n = values.limit();
        int even = n & ~3;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < even; i += 4) {
            a += zeroIfFinite(factor * values.get(i), square);
            b += zeroIfFinite(factor * values.get(i + 1), square);
            c += zeroIfFinite(factor * values.get(i + 2), square);
            d += zeroIfFinite(factor * values.get(i + 3), square);
        }
        for (int i = even; i < n; i++) {
            a += zeroIfFinite(factor * values.get(i), square);
        }
        return a + b + c + d == 0;
    }

    private static double zeroIfFinite(double value, boolean square) {
        return 0 * (square ? value * value : value);
    }
}
