package org.dl4jfreeze.internal.memory;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds samples to a running mean in FLOAT, once a step has become as small as the distance between two floats.
 *
 * <p>Rounded to the nearest float, small steps down would be lost and large ones up kept: after 40 million samples the mean of
 * squares is 10 to 20 % too large. Here a result between two floats becomes the upper or the lower one at random, with the
 * probability that makes the expected value exact. Each mean then is without bias, and deviates by at most some 0.03 % (one
 * standard deviation), however many samples follow: a mean forgets the roundings of its early samples as it forgets these.
 *
 * <p>The random numbers are a hash of the sample's number and the parameter's index, so that a training can be repeated, also from
 * a checkpoint and on another path to memory, bit for bit. Means below 1e-38 are rounded to the nearest.
 */
public final class UnbiasedMean {

    /** Weight from which downwards it is used: before 2^18 samples of equal weight, rounding to the nearest errs by 0.02 %. */
    private static final double BELOW = 0x1p-18;

    /** The bits of a double that a float does not have. */
    private static final long EXCESS = (1L << 29) - 1;

    /** Odd, so that no two parameters have the same seed. */
    private static final int STRIDE = 0x9E3779B9;

    private static final int PIECE = 1 << 12;

    private UnbiasedMean() {}

    /** Tells whether a sample's weight is so small that rounding to the nearest would matter. */
    public static boolean isNeeded(INDArray mean, double weight) {
        return weight < BELOW && mean.dataType() == DataType.FLOAT;
    }

    /**
     * Adds a sample, {@code mean += weight (x - mean)}, where {@code x} is {@code vector} or its square: its elements from
     * {@code offset} on, as many as the mean has.
     *
     * @param number of the sample
     */
    public static void add(INDArray mean, INDArray vector, long offset, boolean square, double weight, long number) {
        int n = (int) mean.length();
        double[] means = new double[Math.min(PIECE, n)];
        double[] sample = new double[means.length];
        int seed = (int) (mixed(number * 0x9E3779B97F4A7C15L) >>> 32);
        for (int from = 0; from < n; from += PIECE) {
            int count = Math.min(PIECE, n - from);
            FlatArray.read(mean, from, means, 0, count);
            FlatArray.read(vector, offset + from, sample, 0, count);
            if (square) {
                for (int i = 0; i < count; i++) {
                    sample[i] *= sample[i];
                }
            }
            add(means, sample, count, weight, seed + (int) (offset + from) * STRIDE);
            FlatArray.write(mean, from, means, 0, count);
        }
    }

    private static void add(double[] means, double[] sample, int count, double weight, int seed) {
        for (int i = 0; i < count; i++) {
            double exact = means[i] + weight * (sample[i] - means[i]);
            int random = mixed(seed + i * STRIDE);
            // a carry into the bits of the float is as probable as the excess is large
            long bits = Double.doubleToRawLongBits(exact) + (random & EXCESS);
            means[i] = Double.longBitsToDouble(bits & ~EXCESS);
        }
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }

    /** The finaliser of MurmurHash3. */
    private static int mixed(int h) {
        int a = (h ^ h >>> 16) * 0x85EBCA6B;
        int b = (a ^ a >>> 13) * 0xC2B2AE35;
        return b ^ b >>> 16;
    }
}
