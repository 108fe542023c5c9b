package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives {@code d_t = g_1,t - g_S,t}, the paper's gradient pair (2.5), (2.6). */
final class FirstExampleStream implements GradientPairStream {

    private static final long serialVersionUID = 1L;

    @Override
    public GradientPair sample(GradientAccess gradients, SampleScratch scratch, double weight) {
        int examples = gradients.miniBatchSize();
        if (examples < 2) {
            return GradientPair.none(Outcome.SINGLE_EXAMPLE);
        }
        INDArray sum = gradients.gradientSum();
        Outcome ofSum = SquareRange.of(sum, 1.0 / examples);
        if (ofSum != Outcome.SAMPLED) {
            return GradientPair.none(ofSum);
        }
        INDArray example = gradients.firstExampleGradient(scratch);
        Outcome ofExample = SquareRange.of(example, 1);
        if (ofExample != Outcome.SAMPLED) {
            return GradientPair.none(ofExample);
        }
        return GradientPair.of(sum, () -> example, () -> {
            VectorMath.addScaled(example, -1.0 / examples, sum);
            return example;
        });
    }
}
