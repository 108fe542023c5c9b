package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives the mini-batch gradient less its running mean, scaled so that (2.6) yields the variance about the mean (Welford).
 *
 * <p>With {@code delta_t = g_S,t - mean_{t-1}}, {@code mean_t = mean_{t-1} + kappa_t delta_t} and
 * {@code d_t = sqrt(1 - kappa_t) delta_t} (L.2), the recursion {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T} is
 * exactly the weighted covariance of {@code g_S,1 ... g_S,t} about their weighted mean; for {@code kappa_t = 1/t}, the sum
 * of squared deviations divided by t. The first sample gives {@code d = 0}.
 */
final class MiniBatchStream implements GradientPairStream {

    private static final long serialVersionUID = 1L;

    private INDArray mean;

    @Override
    public GradientPair sample(GradientAccess gradients, SampleScratch scratch, double weight) {
        INDArray sum = gradients.gradientSum();
        double scale = 1.0 / gradients.miniBatchSize();
        Outcome ofSum = SquareRange.of(sum, scale);
        if (ofSum != Outcome.SAMPLED) {
            return GradientPair.none(ofSum);
        }
        INDArray vector = scratch.vector(sum.dataType());
        return GradientPair.of(sum, () -> vector.assign(sum).muli(scale), () -> {
            if (mean == null) {
                mean = sum.like();
            }
            VectorMath.moveMean(sum, scale, mean, weight, Math.sqrt(1 - weight), vector);
            return vector;
        });
    }

    @Override
    public void release() {
        mean = null;
    }

    @Override
    public INDArray center() {
        return mean;
    }

    @Override
    public GradientPairStream withCenter(INDArray center) {
        MiniBatchStream stream = new MiniBatchStream();
        stream.mean = center == null ? null : center.dup();
        return stream;
    }
}
