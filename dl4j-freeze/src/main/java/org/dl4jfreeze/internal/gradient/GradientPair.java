package org.dl4jfreeze.internal.gradient;

import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One sample of an iteration: the gradient that a sampler compares, and its difference {@code d_t} of (2.6), both of shape [p].
 *
 * <p>The two share one vector, so {@link #gradient()} must be read before {@link #difference()}, which overwrites it. Both are
 * read-only and valid until the next sample.
 */
public final class GradientPair {

    /** Whether an iteration gave a sample, and if not, why. */
    public enum Outcome {
        /** The iteration gave a sample. */
        SAMPLED,
        /** A mini-batch of one: {@code g_1} is {@code g_S}, so {@code d = 0} carries no information. */
        SINGLE_EXAMPLE,
        /** The gradient holds NaN or infinity. */
        NOT_FINITE,
        /** The gradient is finite, but its square, or that of a difference, would not be in the network's data type. */
        SQUARE_OVERFLOW
    }

    private final Outcome outcome;
    private final INDArray sum;
    private final long examples;
    private final Supplier<INDArray> gradient;
    private final Supplier<INDArray> difference;

    private GradientPair(
            Outcome outcome, INDArray sum, long examples, Supplier<INDArray> gradient, Supplier<INDArray> difference) {
        this.outcome = outcome;
        this.sum = sum;
        this.examples = examples;
        this.gradient = gradient;
        this.difference = difference;
    }

    /** Creates a sample from a mini-batch whose gradients have this sum. */
    static GradientPair of(INDArray sum, Supplier<INDArray> gradient, Supplier<INDArray> difference) {
        return ofMean(1, sum, gradient, difference);
    }

    /** Creates a sample that is a mean over a number of examples, and is to be weighted as such. */
    static GradientPair ofMean(
            long examples, INDArray sum, Supplier<INDArray> gradient, Supplier<INDArray> difference) {
        return new GradientPair(Outcome.SAMPLED, sum, examples, gradient, difference);
    }

    /** Creates the result of an iteration that gave no sample, for a reason other than {@link Outcome#SAMPLED}. */
    static GradientPair none(Outcome reason) {
        return new GradientPair(reason, null, 0, null, null);
    }

    /** Tells whether there is a sample; if not, gradient and difference must not be read. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns the sum of the gradients over the mini-batch. */
    public INDArray sum() {
        return sum;
    }

    /** Returns the number of examples that the sample is a mean over; 1 where it is no mean. */
    public long examples() {
        return examples;
    }

    /** Returns the gradient that is compared, {@code g_1} or {@code g_S}; where a stream gives squares, its mean square. */
    public INDArray gradient() {
        return gradient.get();
    }

    /** Computes {@code d_t}, or its square where a stream gives squares; to be called once. */
    public INDArray difference() {
        return difference.get();
    }
}
