package org.dl4jfreeze.internal.replicas;

import java.util.function.DoubleUnaryOperator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Rounds values so that averaging equal replicas preserves them bit for bit.
 *
 * <p>DL4J averages replicas as {@code x/n + ... + x/n} (ParallelWrapper) or {@code (x + ... + x)/n} (Spark), and neither is
 * {@code x} for each floating-point number: over 3 replicas one in seven moves, in its last bit. The first is exact where the
 * mantissa is a multiple of {@code n}, so that {@code x/n} and all sums on the way are whole numbers, and over 2 or 4 replicas
 * always, unless {@code x/n} is denormal; the second where the mantissa ends in {@code log2 n} zeros. A parameter that is to
 * stay as it is takes the nearest such number when it is frozen: over 3 or 4 replicas a change of one unit in the last place.
 */
public final class AveragingRounding {

    /** Mantissas end in six zeros: exact for the sums of up to 64 replicas. */
    private static final long SUMMED_UNIT = 64;

    private AveragingRounding() {}

    /**
     * Rounds to the nearest numbers that a ParallelWrapper's averaging preserves, over up to a number of replicas. Where the data
     * type has no such numbers near enough, rounds for exactly that many replicas, or not at all.
     *
     * @param values   shape [p]
     * @param mask     which of them to change, of p parameters
     * @param replicas number of replicas, at least 1
     * @return a copy of the values, changed where frozen
     */
    static INDArray underMean(INDArray values, FreezeMask mask, int replicas) {
        long limit = limit(values.dataType());
        long all = 1;
        long tiny = 1;
        for (int n = 2; n <= replicas && all <= limit; n++) {
            all = leastCommonMultiple(all, divisor(n));
            tiny = leastCommonMultiple(tiny, n);
        }
        return all <= limit ? rounded(values, mask, all, tiny) : rounded(values, mask, divisor(replicas), replicas);
    }

    /**
     * Rounds to the nearest numbers that Spark's averaging preserves, over up to 64 replicas.
     *
     * @param values shape [p]
     * @param mask   which of them to change, of p parameters
     * @return a copy of the values, changed where frozen
     */
    public static INDArray underSum(INDArray values, FreezeMask mask) {
        return rounded(values, mask, SUMMED_UNIT, SUMMED_UNIT);
    }

    /** Returns the largest acceptable unit: a relative change of 2^-12 at most. */
    private static long limit(DataType type) {
        return 1L << Math.max(mantissaBits(type) - 12, 2);
    }

    private static int mantissaBits(DataType type) {
        switch (type) {
            case DOUBLE:
                return 53;
            case FLOAT:
                return 24;
            default:
                return type == DataType.BFLOAT16 ? 8 : 11;
        }
    }

    /** Returns what mantissas must be multiples of: halves and quarters of normal numbers are exact, and so are their sums. */
    private static long divisor(int n) {
        return n == 2 || n == 4 ? 1 : n;
    }

    private static long leastCommonMultiple(long a, long b) {
        return a / greatestCommonDivisor(a, b) * b;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static INDArray rounded(INDArray values, FreezeMask mask, long unit, long tinyUnit) {
        if (tinyUnit == 1 || unit > limit(values.dataType())) {
            return values.dup();
        }
        int bits = mantissaBits(values.dataType());
        // of the distance between the smallest numbers
        int least = minExponent(values.dataType()) - (bits - 1);
        INDArray stable = values.dup();
        DoubleUnaryOperator nearest = number -> {
            int exponent = Math.max(Math.getExponent(number) - (bits - 1), least);
            boolean hasDenormalParts = exponent - bits < least;
            return rounded(number, exponent, bits, hasDenormalParts ? tinyUnit : unit);
        };
        new FrozenEntries(mask).replaceAll(stable, nearest);
        return stable;
    }

    private static int minExponent(DataType type) {
        int ofFloat = type == DataType.FLOAT16 ? -14 : Float.MIN_EXPONENT;
        return type == DataType.DOUBLE ? Double.MIN_EXPONENT : ofFloat;
    }

    /** Rounds to the nearest multiple of {@code unit * 2^exponent}. */
    private static double rounded(double value, int exponent, int mantissaBits, long unit) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        long mantissa = Math.round(Math.scalb(value, -exponent));
        // in whole numbers: a quotient of 53 bits has no room for its fraction
        long multiple = Math.floorDiv(mantissa + unit / 2, unit) * unit;
        if (Math.abs(multiple) > Math.abs(mantissa) && Math.abs(multiple) >= 1L << mantissaBits) {
            // above the next power of two the numbers are twice as far apart, or there are none
            multiple -= Long.signum(multiple) * unit;
        }
        return Math.copySign(Math.scalb((double) multiple, exponent), value);
    }
}
