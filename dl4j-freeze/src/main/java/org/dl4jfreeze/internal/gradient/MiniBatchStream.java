package org.dl4jfreeze.internal.gradient;

import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mini-batch gradient less its running mean, scaled so that (2.6) yields the variance about the mean (Welford).
 *
 * <p>With {@code delta_t = g_S,t - mean_{t-1}}, {@code mean_t = mean_{t-1} + kappa_t delta_t} and
 * {@code d_t = sqrt(1 - kappa_t) delta_t}, the recursion {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T} is
 * exactly the weighted covariance of {@code g_S,1 ... g_S,t} about their weighted mean; for {@code kappa_t = 1/t}, the sum
 * of squared deviations divided by t. The first sample gives {@code d = 0}.
 */
public final class MiniBatchStream implements GradientPairStream {

    private static final long serialVersionUID = 1L;

    private INDArray mean;

    @Override
    public Outcome sample(
            GradientAccess gradients, double weight, Consumer<INDArray> gradient, Consumer<INDArray> difference) {
        INDArray sum = gradients.gradientSum();
        if (!Vectors.isFinite(sum)) {
            return Outcome.NOT_FINITE;
        }
        if (mean == null) {
            mean = sum.like();
        }
        INDArray work = gradients.workVector();
        double scale = 1.0 / gradients.miniBatchSize();
        if (gradient != null) {
            work.assign(sum);
            work.muli(scale);
            gradient.accept(work);
        }
        Vectors.moveMean(sum, scale, mean, weight, Math.sqrt(1 - weight), work);
        difference.accept(work);
        return Outcome.SAMPLED;
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
