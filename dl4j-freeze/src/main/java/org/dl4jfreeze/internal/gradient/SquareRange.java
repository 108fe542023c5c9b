package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.memory.FiniteCheck;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Checks whether gradients can be squared: one sample whose square overflows would make a variance infinite or NaN for ever. One pass,
 * which finds NaN and infinity too.
 */
public final class SquareRange {

    /** The difference of two gradients is at most twice as large as they are; another factor of 2 is for rounding. */
    private static final double MARGIN = 4;

    private SquareRange() {}

    /**
     * Checks a vector, of which a multiple will be squared, or the difference of two such multiples.
     *
     * @return SAMPLED if that is possible
     */
    public static Outcome of(INDArray vector, double scale) {
        if (FiniteCheck.hasFiniteSquares(vector, MARGIN * scale)) {
            return Outcome.SAMPLED;
        }
        return FiniteCheck.isFinite(vector) ? Outcome.SQUARE_OVERFLOW : Outcome.NOT_FINITE;
    }
}
