package org.dl4jfreeze.update;

import java.lang.ref.Reference;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dl4jfreeze.memory.DirectBuffers;
import org.dl4jfreeze.order.FreezeMask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The masked step over direct memory, for the CPU backend: gather the active parameters of a chunk, clear the chunk's
 * gradient, one plain loop of Adam over the gathered values, scatter.
 *
 * <p>The float and the double half are the same text twice, since Java has no arithmetic over a type parameter.
 */
final class DirectMaskedAdamStep implements MaskedAdamStep {

    private final ActiveIndices active = new ActiveIndices();
    private FloatWork floatWork;
    private DoubleWork doubleWork;

    @Override
    public void apply(INDArray gradient, INDArray m, INDArray v, FreezeMask mask, AdamCoefficients coefficients) {
        if (gradient.dataType() == DataType.FLOAT) {
            if (floatWork == null) {
                floatWork = new FloatWork();
            }
            floatWork.apply(gradient, m, v, mask, coefficients);
        } else {
            if (doubleWork == null) {
                doubleWork = new DoubleWork();
            }
            doubleWork.apply(gradient, m, v, mask, coefficients);
        }
        Reference.reachabilityFence(gradient);
        Reference.reachabilityFence(m);
        Reference.reachabilityFence(v);
    }

    private final class FloatWork {

        private final float[] zeros = new float[ActiveIndices.CHUNK];
        private final float[] g = new float[ActiveIndices.CHUNK];
        private final float[] m = new float[ActiveIndices.CHUNK];
        private final float[] v = new float[ActiveIndices.CHUNK];

        void apply(INDArray gradient, INDArray first, INDArray second, FreezeMask mask, AdamCoefficients coefficients) {
            FloatBuffer gradients = DirectBuffers.floats(gradient);
            FloatBuffer firstMoments = DirectBuffers.floats(first);
            FloatBuffer secondMoments = DirectBuffers.floats(second);
            float beta1 = (float) coefficients.beta1();
            float beta2 = (float) coefficients.beta2();
            float epsilon = (float) coefficients.epsilon();
            float stepSize = coefficients.floatStepSize();
            int[] indices = active.indices();
            for (int start = 0; start < mask.length(); start += ActiveIndices.CHUNK) {
                int count = active.collect(mask, start);
                for (int i = 0; i < count; i++) {
                    int index = indices[i];
                    g[i] = gradients.get(index);
                    m[i] = firstMoments.get(index);
                    v[i] = secondMoments.get(index);
                }
                gradients.position(start);
                gradients.put(zeros, 0, Math.min(ActiveIndices.CHUNK, mask.length() - start));
                for (int i = 0; i < count; i++) {
                    m[i] = beta1 * m[i] + g[i] * (1 - beta1);
                    v[i] = beta2 * v[i] + g[i] * g[i] * (1 - beta2);
                    g[i] = m[i] * stepSize / ((float) Math.sqrt(v[i]) + epsilon);
                }
                for (int i = 0; i < count; i++) {
                    int index = indices[i];
                    gradients.put(index, g[i]);
                    firstMoments.put(index, m[i]);
                    secondMoments.put(index, v[i]);
                }
            }
        }
    }

    private final class DoubleWork {

        private final double[] zeros = new double[ActiveIndices.CHUNK];
        private final double[] g = new double[ActiveIndices.CHUNK];
        private final double[] m = new double[ActiveIndices.CHUNK];
        private final double[] v = new double[ActiveIndices.CHUNK];

        void apply(INDArray gradient, INDArray first, INDArray second, FreezeMask mask, AdamCoefficients coefficients) {
            DoubleBuffer gradients = DirectBuffers.doubles(gradient);
            DoubleBuffer firstMoments = DirectBuffers.doubles(first);
            DoubleBuffer secondMoments = DirectBuffers.doubles(second);
            double beta1 = coefficients.beta1();
            double beta2 = coefficients.beta2();
            double epsilon = coefficients.epsilon();
            double stepSize = coefficients.doubleStepSize();
            int[] indices = active.indices();
            for (int start = 0; start < mask.length(); start += ActiveIndices.CHUNK) {
                int count = active.collect(mask, start);
                for (int i = 0; i < count; i++) {
                    int index = indices[i];
                    g[i] = gradients.get(index);
                    m[i] = firstMoments.get(index);
                    v[i] = secondMoments.get(index);
                }
                gradients.position(start);
                gradients.put(zeros, 0, Math.min(ActiveIndices.CHUNK, mask.length() - start));
                for (int i = 0; i < count; i++) {
                    m[i] = beta1 * m[i] + g[i] * (1 - beta1);
                    v[i] = beta2 * v[i] + g[i] * g[i] * (1 - beta2);
                    g[i] = m[i] * stepSize / (Math.sqrt(v[i]) + epsilon);
                }
                for (int i = 0; i < count; i++) {
                    int index = indices[i];
                    gradients.put(index, g[i]);
                    firstMoments.put(index, m[i]);
                    secondMoments.put(index, v[i]);
                }
            }
        }
    }
}
