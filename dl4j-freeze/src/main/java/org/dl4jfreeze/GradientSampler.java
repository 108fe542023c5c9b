package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.internal.gradient.FirstExampleStream;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientPairStream;
import org.dl4jfreeze.internal.gradient.MiniBatchStream;
import org.dl4jfreeze.internal.gradient.WholeBatchStream;

/**
 * How, and in which iterations, gradient differences are sampled for the covariance.
 *
 * <ul>
 * <li>{@link #firstExample()}, the paper's and the default: {@code d = g_1 - g_S}, the gradient on the first example
 * less that of the mini-batch. Estimates the covariance of single-example gradients (times 1 - 1/S). Costs a pass of one
 * example per sample (a pass of the whole mini-batch in networks with batch normalisation or {@code TimeDistributed}) and a
 * gradient vector of memory.
 * <li>{@link #wholeBatch()}: the variance of the single-example gradients of the whole mini-batch,
 * {@code q = (1/S) sum_s g_s^2 - g_S^2}, element by element. It is what the square of {@code firstExample()}'s {@code d} is
 * on average over which example is put first, without the noise of picking one. Costs a pass of the whole mini-batch, in
 * which each layer adds up squares, and at most two vectors of memory. Gives no full covariance.
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
        WHOLE_BATCH("wholeBatch"),
        MINI_BATCH("miniBatch");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final Kind kind;
    private final int interval;
    private final int warmUp;
    /** 0 for no bound. */
    private final double overhead;

    private GradientSampler(Kind kind, int interval, int warmUp, double overhead) {
        this.kind = kind;
        this.interval = interval;
        this.warmUp = warmUp;
        this.overhead = overhead;
    }

    /**
     * Samples {@code g_1 - g_S} in every iteration.
     *
     * @return the sampler
     */
    public static GradientSampler firstExample() {
        return new GradientSampler(Kind.FIRST_EXAMPLE, 1, 0, 0);
    }

    /**
     * Samples the variance of the gradient over the examples of the mini-batch in every iteration.
     *
     * @return the sampler
     */
    public static GradientSampler wholeBatch() {
        return new GradientSampler(Kind.WHOLE_BATCH, 1, 0, 0);
    }

    /**
     * Samples the mini-batch gradient less its running mean (Welford) in every iteration.
     *
     * @return the sampler
     */
    public static GradientSampler miniBatch() {
        return new GradientSampler(Kind.MINI_BATCH, 1, 0, 0);
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
        return new GradientSampler(kind, iterations, warmUp, overhead);
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
        return new GradientSampler(kind, interval, iterations, overhead);
    }

    /**
     * The same sampler, but leaving out samples by itself so that the listener takes no more than a share of the training time, measured
     * while it trains: about every iteration of so many is sampled then. The first two samples are taken at any cost, so that there is
     * an order at all; making the shadow network is not counted.
     *
     * <p>Which iterations are sampled depends on the machine and on what else it does: two runs of one training no longer have the same
     * variance. Where that matters, take {@link #every}.
     *
     * @param share how much of the time that training takes without the listener, in (0,1]; 0.03 for 3 %
     * @return the sampler
     * @throws IllegalArgumentException if {@code share} is not in (0,1]
     */
    public GradientSampler overhead(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "Invalid overhead, must be a share of the training time in (0,1], received " + share
                            + "; write 0.03 for 3 %");
        }
        return new GradientSampler(kind, interval, warmUp, share);
    }

    /**
     * How much of the training time sampling may take.
     *
     * @return a share in (0,1]; 0 if there is no bound
     */
    public double overhead() {
        return overhead;
    }

    /**
     * Whether an iteration is sampled, if there is time for it.
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
     * @return 1 for single examples; 2 for mini-batch gradients, of which the first has nothing to differ from
     */
    public int minimumSamples() {
        return kind == Kind.MINI_BATCH ? 2 : 1;
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
     * How many iterations are sampled, at most.
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
    public GradientPairStream open() {
        switch (kind) {
            case WHOLE_BATCH:
                return new WholeBatchStream();
            case MINI_BATCH:
                return new MiniBatchStream();
            default:
                return new FirstExampleStream();
        }
    }

    /**
     * Whether a pass through the network is needed for single examples.
     *
     * @return whether {@link GradientAccess#firstExampleGradient} or {@link GradientAccess#squaredGradientSum} will be
     *     called
     */
    public boolean needsExampleGradient() {
        return kind != Kind.MINI_BATCH;
    }

    /**
     * Whether squares are sampled, not differences, so that there is no full covariance.
     *
     * @return whether {@link GradientAccess#squaredGradientSum} will be called
     */
    public boolean needsSquaredGradients() {
        return kind == Kind.WHOLE_BATCH;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GradientSampler
                && ((GradientSampler) other).kind == kind
                && ((GradientSampler) other).interval == interval
                && ((GradientSampler) other).warmUp == warmUp
                && ((GradientSampler) other).overhead == overhead;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, interval, warmUp, overhead);
    }

    @Override
    public String toString() {
        return kind.label + "()" + (interval > 1 ? ".every(" + interval + ")" : "")
                + (warmUp > 0 ? ".afterWarmUp(" + warmUp + ")" : "")
                + (overhead > 0 ? ".overhead(" + overhead + ")" : "");
    }
}
