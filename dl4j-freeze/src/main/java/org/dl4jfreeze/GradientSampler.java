package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Objects;

/**
 * Specifies how, and in which iterations, gradients are sampled for the covariance. With S examples in the mini-batch, {@code g_s}
 * the gradient of the loss on example s, and {@code g_S} that of the mini-batch (mean over its examples):
 *
 * <ul>
 * <li>{@link #firstExample()}, the paper's and the default: {@code d = g_1 - g_S} (2.5). The mean of {@code d d^T} estimates
 * the covariance of single-example gradients, times {@code 1 - 1/S}. Costs a pass of one example per sample (of the whole
 * mini-batch in networks with batch normalisation or {@code TimeDistributed}) and one gradient vector of memory.
 * <li>{@link #wholeBatch()}: the variance of the single-example gradients of the mini-batch,
 * {@code q = (1/S) sum_s g_s^2 - g_S^2}, element by element. It is the expectation of {@code firstExample()}'s {@code d^2} over
 * the choice of the first example, without the noise of that choice. Costs a pass of the whole mini-batch, in which each layer
 * sums squares, and at most two vectors of memory. In a plain mean each sample counts S times. Provides no full covariance.
 * <li>{@link #miniBatch()}: {@code d = g_S} less its running mean over iterations, scaled (Welford) so that the mean of
 * {@code d d^T} is the covariance of the mini-batch gradient over iterations, about 1/S of the
 * former as long as the parameters change little. Costs no pass, and two vectors of memory.
 * </ul>
 *
 * <p>Immutable, compared by content, printable.
 */
public final class GradientSampler implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The gradients that are compared. */
    public enum Kind {
        /** The gradient of the first example, compared with that of the mini-batch. */
        FIRST_EXAMPLE("firstExample"),
        /** The squared gradients of all examples, compared with the square of that of the mini-batch. */
        WHOLE_BATCH("wholeBatch"),
        /** The gradient of the mini-batch, compared with its mean over iterations. */
        MINI_BATCH("miniBatch");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /**
         * Returns the name of the factory method.
         *
         * @return the name, such as {@code firstExample}
         */
        public String label() {
            return label;
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
     * Samples {@code g_1 - g_S} in every iteration (2.5).
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
     * Returns the same sampler, which samples only every n-th iteration, the first one included.
     *
     * @param iterations distance between two samples, at least 1
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
     * Returns the same sampler, which skips the first iterations: the gradients of a fresh network say little about later ones.
     *
     * @param iterations number of iterations to skip, at least 0
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
     * Returns the same sampler, which skips samples so that the listener takes no more than a share of the training time, as
     * measured during training. The first two samples are always taken, so that an order exists; creating the shadow network is
     * not counted.
     *
     * <p>The sampled iterations then depend on the machine and its load: two runs of one training no longer have the same
     * variance. Where that matters, use {@link #every}.
     *
     * @param share share of the time that training takes without the listener, in (0,1]; 0.03 for 3 %
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
     * Returns which gradients are compared.
     *
     * @return the kind of sampler
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the distance between two samples, see {@link #every}.
     *
     * @return number of iterations, at least 1
     */
    public int interval() {
        return interval;
    }

    /**
     * Returns the number of iterations before the first sample, see {@link #afterWarmUp}.
     *
     * @return number of iterations, at least 0
     */
    public int warmUp() {
        return warmUp;
    }

    /**
     * Returns the bound of the training time that sampling takes, see {@link #overhead(double)}.
     *
     * @return a share in (0,1]; 0 if there is no bound
     */
    public double overhead() {
        return overhead;
    }

    /**
     * Returns the number of samples that an order by gradient variance needs at least.
     *
     * @return 1 for single examples; 2 for mini-batch gradients, because the first has no mean to differ from
     */
    public int minimumSamples() {
        return kind == Kind.MINI_BATCH ? 2 : 1;
    }

    /**
     * Tells whether a sample needs an extra pass through the network, for single examples.
     *
     * @return false for {@link #miniBatch()}
     */
    public boolean needsExampleGradient() {
        return kind != Kind.MINI_BATCH;
    }

    /**
     * Tells whether squares are sampled instead of differences, so that there is no full covariance.
     *
     * @return true for {@link #wholeBatch()}
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
