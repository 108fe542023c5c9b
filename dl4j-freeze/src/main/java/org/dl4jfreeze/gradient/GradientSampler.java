package org.dl4jfreeze.gradient;

import java.io.Serializable;
import java.util.Objects;

/**
 * How, and in which iterations, gradient differences are sampled for the covariance.
 *
 * <ul>
 * <li>{@link #firstExample()}, the paper's and the default: {@code d = g_1 - g_S}, the gradient on the first example
 * less that of the mini-batch. Estimates the covariance of single-example gradients (times 1 - 1/S). Costs a pass of one
 * example per sample (a pass of the whole mini-batch in networks with batch normalisation or {@code TimeDistributed}) and a
 * gradient vector of memory.
 * <li>{@link #miniBatch()}: the covariance of the mini-batch gradient over iterations, about 1/S of the former while the
 * parameters move little. Needs no extra pass; two vectors of memory.
 * </ul>
 *
 * <p>A value: immutable, compared by content, printable.
 */
public final class GradientSampler implements Serializable {

    private static final long serialVersionUID = 1L;

    private enum Kind {
        FIRST_EXAMPLE("firstExample"),
        MINI_BATCH("miniBatch");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final Kind kind;
    private final int interval;
    private final int warmUp;

    private GradientSampler(Kind kind, int interval, int warmUp) {
        this.kind = kind;
        this.interval = interval;
        this.warmUp = warmUp;
    }

    /**
     * Samples {@code g_1 - g_S} in every iteration.
     *
     * @return the sampler
     */
    public static GradientSampler firstExample() {
        return new GradientSampler(Kind.FIRST_EXAMPLE, 1, 0);
    }

    /**
     * Samples the mini-batch gradient less its running mean (Welford) in every iteration.
     *
     * @return the sampler
     */
    public static GradientSampler miniBatch() {
        return new GradientSampler(Kind.MINI_BATCH, 1, 0);
    }

    /**
     * The same sampler, but only in every n-th iteration, the first one included.
     *
     * @param iterations distance of two samples, at least 1
     * @return the sampler
     * @throws IllegalArgumentException if {@code iterations} is below 1
     */
    public GradientSampler every(int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException(
                    "Invalid sampling interval, must be at least 1 iteration, received " + iterations);
        }
        return new GradientSampler(kind, iterations, warmUp);
    }

    /**
     * The same sampler, but only after a warm-up, in which the gradients of a fresh network say little about later ones.
     *
     * @param iterations how many iterations to leave out, at least 0
     * @return the sampler
     * @throws IllegalArgumentException if {@code iterations} is negative
     */
    public GradientSampler afterWarmUp(int iterations) {
        if (iterations < 0) {
            throw new IllegalArgumentException(
                    "Invalid warm-up, must be at least 0 iterations, received " + iterations);
        }
        return new GradientSampler(kind, interval, iterations);
    }

    /**
     * Whether an iteration is sampled.
     *
     * @param iteration number of the iteration since the listener was attached, from 1
     * @return whether a sample is due
     */
    public boolean isDue(long iteration) {
        return iteration > warmUp && (iteration - warmUp - 1) % interval == 0;
    }

    /**
     * How many samples an order needs at least.
     *
     * @return 1 for first examples; 2 for mini-batch gradients, of which the first has nothing to differ from
     */
    public int minimumSamples() {
        return kind == Kind.FIRST_EXAMPLE ? 1 : 2;
    }

    /**
     * The iteration in which a sample is due.
     *
     * @param number number of the sample, from 1
     * @return number of the iteration since the listener was attached, from 1
     */
    public long iterationOfSample(int number) {
        return warmUp + 1L + (number - 1L) * interval;
    }

    /**
     * How many iterations are sampled.
     *
     * @param iterations so many of them since the listener was attached
     * @return the number of those in which a sample is due
     */
    public long samplesIn(long iterations) {
        return iterations <= warmUp ? 0 : (iterations - warmUp - 1) / interval + 1;
    }

    /**
     * A stream of differences for one network.
     *
     * @return a new stream without history
     */
    public DifferenceStream open() {
        return kind == Kind.FIRST_EXAMPLE ? new FirstExampleStream() : new MiniBatchStream();
    }

    /**
     * Whether a pass through the network is needed for single examples.
     *
     * @return whether {@link GradientAccess#firstExampleGradient()} will be called
     */
    public boolean needsExampleGradient() {
        return kind == Kind.FIRST_EXAMPLE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GradientSampler
                && ((GradientSampler) other).kind == kind
                && ((GradientSampler) other).interval == interval
                && ((GradientSampler) other).warmUp == warmUp;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, interval, warmUp);
    }

    @Override
    public String toString() {
        return kind.label + "()" + (interval > 1 ? ".every(" + interval + ")" : "")
                + (warmUp > 0 ? ".afterWarmUp(" + warmUp + ")" : "");
    }
}
