package org.dl4jfreeze.internal.update;

import java.nio.DoubleBuffer;
import org.dl4jfreeze.internal.memory.DirectArray;

/** Computes in double precision; the same text as {@link FloatAdamKernel}. */
final class DoubleAdamKernel extends AdamKernel {

    private static final double[] ZEROS = new double[ChunkIndices.CHUNK];

    private final double[] g = new double[ChunkIndices.CHUNK];
    private final double[] m = new double[ChunkIndices.CHUNK];
    private final double[] v = new double[ChunkIndices.CHUNK];
    private final double[] newM = new double[ChunkIndices.CHUNK];
    private final double[] newV = new double[ChunkIndices.CHUNK];

    private DoubleBuffer gradients;
    private DoubleBuffer firstMoments;
    private DoubleBuffer secondMoments;
    private double beta1;
    private double beta2;
    private double epsilon;
    private double stepSize;

    @Override
    void use(DirectArray gradient, DirectArray first, DirectArray second, AdamCoefficients coefficients) {
        gradients = gradient.doubles();
        firstMoments = first.doubles();
        secondMoments = second.doubles();
        beta1 = coefficients.beta1();
        beta2 = coefficients.beta2();
        epsilon = coefficients.epsilon();
        stepSize = coefficients.doubleStepSize();
    }

    @Override
    void updateAll(int from, int length) {
        read(from, length);
        adam(length);
        write(from, length);
    }

    @Override
    void updateExcept(ChunkIndices frozen, int from, int length) {
        read(from, length);
        adam(length);
        int[] indices = frozen.indices();
        for (int i = 0, count = frozen.count(); i < count; i++) {
            int index = indices[i];
            g[index] = 0;
            newM[index] = m[index];
            newV[index] = v[index];
        }
        write(from, length);
    }

    @Override
    void updateOnly(ChunkIndices active, int from, int length) {
        int[] indices = active.indices();
        int count = active.count();
        for (int i = 0; i < count; i++) {
            int index = from + indices[i];
            g[i] = gradients.get(index);
            m[i] = firstMoments.get(index);
            v[i] = secondMoments.get(index);
        }
        gradients.position(from);
        gradients.put(ZEROS, 0, length);
        adam(count);
        for (int i = 0; i < count; i++) {
            int index = from + indices[i];
            gradients.put(index, g[i]);
            firstMoments.put(index, newM[i]);
            secondMoments.put(index, newV[i]);
        }
    }

    private void read(int from, int length) {
        gradients.position(from);
        firstMoments.position(from);
        secondMoments.position(from);
        gradients.get(g, 0, length);
        firstMoments.get(m, 0, length);
        secondMoments.get(v, 0, length);
    }

    private void write(int from, int length) {
        gradients.position(from);
        firstMoments.position(from);
        secondMoments.position(from);
        gradients.put(g, 0, length);
        firstMoments.put(newM, 0, length);
        secondMoments.put(newV, 0, length);
    }

    /** Turns gradients into updates in place; new moments go to separate arrays. Compiled to vector instructions. */
    private void adam(int count) {
        double[] gradient = g;
        double[] first = m;
        double[] second = v;
        double[] nextFirst = newM;
        double[] nextSecond = newV;
        double decay1 = beta1;
        double decay2 = beta2;
        double offset = epsilon;
        double factor = stepSize;
        for (int i = 0; i < count; i++) {
            double moment = decay1 * first[i] + gradient[i] * (1 - decay1);
            double square = decay2 * second[i] + gradient[i] * gradient[i] * (1 - decay2);
            nextFirst[i] = moment;
            nextSecond[i] = square;
            gradient[i] = moment * factor / (Math.sqrt(square) + offset);
        }
    }
}
