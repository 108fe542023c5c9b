package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.memory.FiniteCheck;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gives the variance over the examples of a mini-batch, {@code q_t = (1/S) sum_s g_s^2 - g_S^2} (L.1): the mean of {@code d_t^2} of
 * (2.6) over which example is the first, so that {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t q_t} estimates the same as (2.6).
 */
final class WholeBatchStream implements GradientPairStream {

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
        INDArray squares = gradients.squaredGradientSum(scratch);
        if (!FiniteCheck.isFinite(squares)) {
            // the gradients themselves have a finite sum
            return GradientPair.none(Outcome.SQUARE_OVERFLOW);
        }
        squares.muli(1.0 / examples);
        return GradientPair.ofMean(examples, sum, () -> squares, () -> {
            // rounding alone can take it below 0, where all examples have the same gradient
            VectorMath.subtractSquares(squares, 1.0 / examples, sum);
            return squares;
        });
    }

    @Override
    public boolean givesSquares() {
        return true;
    }
}
