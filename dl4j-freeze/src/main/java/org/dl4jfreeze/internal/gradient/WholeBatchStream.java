package org.dl4jfreeze.internal.gradient;

import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The variance over the examples of a mini-batch, {@code q_t = (1/S) sum_s g_s^2 - g_S^2}: the mean of {@code d_t^2} of (2.6)
 * over which example is the first, so that {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t q_t} estimates the same as (2.6).
 */
public final class WholeBatchStream implements GradientPairStream {

    private static final long serialVersionUID = 1L;

    @Override
    public Outcome sample(
            GradientAccess gradients, double weight, Consumer<INDArray> gradient, Consumer<INDArray> difference) {
        int examples = gradients.miniBatchSize();
        if (examples < 2) {
            return Outcome.SINGLE_EXAMPLE;
        }
        INDArray sum = gradients.gradientSum();
        if (!Vectors.isFinite(sum)) {
            return Outcome.NOT_FINITE;
        }
        INDArray squares = gradients.squaredGradientSum();
        if (!Vectors.isFinite(squares)) {
            return Outcome.NOT_FINITE;
        }
        squares.muli(1.0 / examples);
        if (gradient != null) {
            gradient.accept(squares);
        }
        // by rounding alone it can be below 0, where all examples have one gradient
        Vectors.subtractSquares(squares, 1.0 / examples, sum);
        difference.accept(squares);
        return Outcome.SAMPLED;
    }

    @Override
    public boolean givesSquares() {
        return true;
    }

    @Override
    public INDArray center() {
        return null;
    }

    @Override
    public GradientPairStream withCenter(INDArray center) {
        return new WholeBatchStream();
    }
}
