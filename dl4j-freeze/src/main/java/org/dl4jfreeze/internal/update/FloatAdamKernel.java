package org.dl4jfreeze.internal.update;

import java.nio.FloatBuffer;
import org.dl4jfreeze.internal.memory.DirectArray;

/** Computes in single precision; {@link DoubleAdamKernel} is the same text again, since Java has no arithmetic over a type parameter. */
final class FloatAdamKernel extends AdamKernel {

    private static final float[] ZEROS = new float[ChunkIndices.CHUNK];

    private final float[] g = new float[ChunkIndices.CHUNK];
    private final float[] m = new float[ChunkIndices.CHUNK];
    private final float[] v = new float[ChunkIndices.CHUNK];
    private final float[] newM = new float[ChunkIndices.CHUNK];
    private final float[] newV = new float[ChunkIndices.CHUNK];

    private FloatBuffer gradients;
    private FloatBuffer firstMoments;
    private FloatBuffer secondMoments;
    private float beta1;
    private float beta2;
    private float epsilon;
    private float stepSize;

    @Override
    void use(DirectArray gradient, DirectArray first, DirectArray second, AdamCoefficients coefficients) {
        gradients = gradient.floats();
        firstMoments = first.floats();
        secondMoments = second.floats();
        beta1 = (float) coefficients.beta1();
        beta2 = (float) coefficients.beta2();
        epsilon = (float) coefficients.epsilon();
        stepSize = coefficients.floatStepSize();
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
        float[] gradient = g;
        float[] first = m;
        float[] second = v;
        float[] nextFirst = newM;
        float[] nextSecond = newV;
        float decay1 = beta1;
        float decay2 = beta2;
        float offset = epsilon;
        float factor = stepSize;
        for (int i = 0; i < count; i++) {
            float moment = decay1 * first[i] + gradient[i] * (1 - decay1);
            float square = decay2 * second[i] + gradient[i] * gradient[i] * (1 - decay2);
            nextFirst[i] = moment;
            nextSecond[i] = square;
            gradient[i] = moment * factor / ((float) Math.sqrt(square) + offset);
        }
    }
}
