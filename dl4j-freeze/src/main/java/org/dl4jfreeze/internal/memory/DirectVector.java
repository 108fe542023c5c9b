package org.dl4jfreeze.internal.memory;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arithmetic in double precision between stretches of a FLOAT or DOUBLE vector in direct memory and arrays on the heap, for small
 * pieces of work, of which ND4J's operations would be mostly overhead.
 *
 * <p>Keeps the array, and with it the memory, alive.
 */
public abstract class DirectVector {

    private final INDArray array;

    private DirectVector(INDArray array) {
        this.array = array;
    }

    /**
     * The elements of an array for which {@link DirectBuffers#isAccessible} holds.
     *
     * @param array the array, of consecutive elements
     * @return a vector over its memory
     */
    public static DirectVector of(INDArray array) {
        return array.dataType() == DataType.FLOAT ? new Floats(array) : new Doubles(array);
    }

    /**
     * A scalar product.
     *
     * @param from   the first element of the stretch, as long as {@code vector}
     * @param vector the other factor
     * @return {@code sum_i this[from + i] vector[i]}, summed up in double precision
     */
    public final double dot(int from, double[] vector) {
        double sum = dotNow(from, vector);
        Reference.reachabilityFence(array);
        return sum;
    }

    /**
     * {@code target[i] += factor this[from + i]}.
     *
     * @param from   the first element of the stretch, as long as {@code target}
     * @param factor the factor
     * @param target overwritten
     */
    public final void addScaledTo(int from, double factor, double[] target) {
        addScaledToNow(from, factor, target);
        Reference.reachabilityFence(array);
    }

    /**
     * {@code this[from + i] = factor vector[i]}.
     *
     * @param from   the first element of the stretch, as long as {@code vector}; overwritten
     * @param factor the factor
     * @param vector the numbers
     */
    public final void putScaled(int from, double factor, double[] vector) {
        putScaledNow(from, factor, vector);
        Reference.reachabilityFence(array);
    }

    /**
     * {@code target[i] = this[i]}.
     *
     * @param target overwritten
     */
    public final void copyTo(double[] target) {
        copyToNow(target);
        Reference.reachabilityFence(array);
    }

    abstract double dotNow(int from, double[] vector);

    abstract void addScaledToNow(int from, double factor, double[] target);

    abstract void putScaledNow(int from, double factor, double[] vector);

    abstract void copyToNow(double[] target);

    /** The same text as {@link Doubles}, since Java has no arithmetic over a type parameter. */
    private static final class Floats extends DirectVector {

        private final FloatBuffer buffer;

        Floats(INDArray array) {
            super(array);
            buffer = DirectBuffers.floats(array);
        }

        @Override
        double dotNow(int from, double[] vector) {
            int n = vector.length;
            int even = n & ~3;
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            // four sums, so that an addition need not wait for the one before
            for (int i = 0; i < even; i += 4) {
                a += buffer.get(from + i) * vector[i];
                b += buffer.get(from + i + 1) * vector[i + 1];
                c += buffer.get(from + i + 2) * vector[i + 2];
                d += buffer.get(from + i + 3) * vector[i + 3];
            }
            for (int i = even; i < n; i++) {
                a += buffer.get(from + i) * vector[i];
            }
            return a + b + c + d;
        }

        @Override
        void addScaledToNow(int from, double factor, double[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] += factor * buffer.get(from + i);
            }
        }

        @Override
        void putScaledNow(int from, double factor, double[] vector) {
            for (int i = 0; i < vector.length; i++) {
                buffer.put(from + i, (float) (factor * vector[i]));
            }
        }

        @Override
        void copyToNow(double[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = buffer.get(i);
            }
        }
    }

    private static final class Doubles extends DirectVector {

        private final DoubleBuffer buffer;

        Doubles(INDArray array) {
            super(array);
            buffer = DirectBuffers.doubles(array);
        }

        @Override
        double dotNow(int from, double[] vector) {
            int n = vector.length;
            int even = n & ~3;
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int i = 0; i < even; i += 4) {
                a += buffer.get(from + i) * vector[i];
                b += buffer.get(from + i + 1) * vector[i + 1];
                c += buffer.get(from + i + 2) * vector[i + 2];
                d += buffer.get(from + i + 3) * vector[i + 3];
            }
            for (int i = even; i < n; i++) {
                a += buffer.get(from + i) * vector[i];
            }
            return a + b + c + d;
        }

        @Override
        void addScaledToNow(int from, double factor, double[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] += factor * buffer.get(from + i);
            }
        }

        @Override
        void putScaledNow(int from, double factor, double[] vector) {
            for (int i = 0; i < vector.length; i++) {
                buffer.put(from + i, factor * vector[i]);
            }
        }

        @Override
        void copyToNow(double[] target) {
            for (int i = 0; i < target.length; i++) {
                target[i] = buffer.get(i);
            }
        }
    }
}
