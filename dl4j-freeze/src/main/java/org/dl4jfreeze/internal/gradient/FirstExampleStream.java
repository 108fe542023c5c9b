package org.dl4jfreeze.internal.gradient;

import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code d_t = g_1,t - g_S,t}, the paper's gradient pair (2.5), (2.6). */
public final class FirstExampleStream implements GradientPairStream {

    private static final long serialVersionUID = 1L;

    @Override
    public Outcome sample(
            GradientAccess gradients, double weight, Consumer<INDArray> gradient, Consumer<INDArray> difference) {
        int examples = gradients.miniBatchSize();
        if (examples < 2) {
            return Outcome.SINGLE_EXAMPLE;
        }
        if (!Vectors.isFinite(gradients.gradientSum())) {
            return Outcome.NOT_FINITE;
        }
        INDArray example = gradients.firstExampleGradient();
        if (!Vectors.isFinite(example)) {
            return Outcome.NOT_FINITE;
        }
        if (gradient != null) {
            gradient.accept(example);
        }
        Vectors.addScaled(example, -1.0 / examples, gradients.gradientSum());
        difference.accept(example);
        return Outcome.SAMPLED;
    }

    @Override
    public INDArray center() {
        return null;
    }

    @Override
    public GradientPairStream withCenter(INDArray center) {
        return new FirstExampleStream();
    }
}
