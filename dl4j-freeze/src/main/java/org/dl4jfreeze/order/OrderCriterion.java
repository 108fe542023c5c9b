package org.dl4jfreeze.order;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * By what the parameters are ordered. The parameters that come first are frozen first.
 *
 * <table>
 * <caption>Criteria; memory in numbers per parameter, beside the variance in the updater state</caption>
 * <tr><th>name</th><th>frozen first</th><th>needs</th><th>memory</th></tr>
 * <tr><td>{@code variance}</td><td>lowest gradient variance, the paper's proposal</td><td>diagonal of C</td><td>0</td></tr>
 * <tr><td>{@code reversed}</td><td>highest gradient variance, formula (2.7) read literally</td><td>diagonal of C</td>
 * <td>0</td></tr>
 * <tr><td>{@code random}</td><td>uniformly random, seeded, the paper's baseline</td><td>nothing</td><td>0</td></tr>
 * <tr><td>{@code magnitude}</td><td>smallest |w|</td><td>the parameters</td><td>0</td></tr>
 * <tr><td>{@code fisher}</td><td>lowest mean squared gradient (empirical Fisher, FISH mask)</td><td>mean of g^2</td>
 * <td>1</td></tr>
 * <tr><td>{@code minibatch}</td><td>lowest variance of the mini-batch gradient over iterations</td>
 * <td>mean and variance of g_S</td><td>3</td></tr>
 * <tr><td>{@code update}</td><td>smallest mean squared update</td><td>mean of (Delta w)^2</td><td>1</td></tr>
 * <tr><td>{@code obd}</td><td>lowest saliency of optimal brain damage</td><td>mean of g^2, the parameters</td>
 * <td>1, shared with {@code fisher}</td></tr>
 * </table>
 *
 * <p>In each of them equal values are ordered by index. A value: immutable, compared by content, printable.
 */
public final class OrderCriterion implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What a criterion looks at. */
    public enum Kind {
        /** Gradient variance, lowest first. */
        GRADIENT_VARIANCE("variance"),
        /** Gradient variance, highest first. */
        REVERSED_VARIANCE("reversed"),
        /** Uniformly random. */
        RANDOM("random"),
        /** Absolute value of the parameter, smallest first. */
        MAGNITUDE("magnitude"),
        /** Mean squared gradient, lowest first. */
        MEAN_SQUARED_GRADIENT("fisher"),
        /** Variance of the mini-batch gradient over iterations, lowest first. */
        MINI_BATCH_VARIANCE("minibatch"),
        /** Mean squared update, smallest first. */
        MEAN_SQUARED_UPDATE("update"),
        /** Saliency of optimal brain damage, lowest first. */
        OPTIMAL_BRAIN_DAMAGE("obd");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    private final Kind kind;
    private final long seed;

    private OrderCriterion(Kind kind, long seed) {
        this.kind = kind;
        this.seed = seed;
    }

    /**
     * Lowest gradient variance first, the order that the paper proposes and the default.
     *
     * @return the criterion
     */
    public static OrderCriterion gradientVariance() {
        return new OrderCriterion(Kind.GRADIENT_VARIANCE, 0);
    }

    /**
     * Highest gradient variance first.
     *
     * @return the criterion
     */
    public static OrderCriterion reversedVariance() {
        return new OrderCriterion(Kind.REVERSED_VARIANCE, 0);
    }

    /**
     * Uniformly random.
     *
     * @param seed seed of the permutation; the same seed and network give the same order
     * @return the criterion
     */
    public static OrderCriterion random(long seed) {
        return new OrderCriterion(Kind.RANDOM, seed);
    }

    /**
     * Smallest absolute value first.
     *
     * @return the criterion
     */
    public static OrderCriterion magnitude() {
        return new OrderCriterion(Kind.MAGNITUDE, 0);
    }

    /**
     * Lowest mean squared gradient first: the mean over samples of {@code g_j^2}, where {@code g} is {@code g_1} or
     * {@code g_S}, whichever the listener's sampler compares. One number per parameter; equal values by index.
     *
     * @return the criterion
     */
    public static OrderCriterion meanSquaredGradient() {
        return new OrderCriterion(Kind.MEAN_SQUARED_GRADIENT, 0);
    }

    /**
     * Lowest variance of the mini-batch gradient first: {@code 1/n sum_t (g_S,t,j - m_j)^2}, where {@code m} is the mean of
     * {@code g_S,t} over the n iterations sampled (divided by n, not n - 1). The iterations are those of the listener's
     * sampler, the gradient is that of the mini-batch whichever differences the sampler takes; with
     * {@code GradientSampler.miniBatch()} the order is that of {@link #gradientVariance()}, up to
     * rounding. Needs two samples; a mini-batch
     * of one example counts. Three numbers per parameter: variance, mean, work space. Equal values by index.
     *
     * @return the criterion
     */
    public static OrderCriterion miniBatchVariance() {
        return new OrderCriterion(Kind.MINI_BATCH_VARIANCE, 0);
    }

    /**
     * Smallest mean squared update first: {@code 1/n sum_t (Delta w_t,j)^2} over the n iterations sampled, the movement so
     * far per step.
     *
     * <p>{@code Delta w_t} is what DL4J subtracts from the parameters in iteration t: the updater's step, with learning
     * rate, moments, L1, L2 and gradient clipping in it, and weight decay, which DL4J adds behind the updater. Not in it:
     * what constraints do to the parameters at the end of the iteration, and the rounding of the difference to the
     * network's data type. Of a parameter that is frozen already it is weight decay alone, which freezing undoes. Needs one
     * sample; a mini-batch of one example counts. One number per parameter; equal values by index.
     *
     * @return the criterion
     */
    public static OrderCriterion meanSquaredUpdate() {
        return new OrderCriterion(Kind.MEAN_SQUARED_UPDATE, 0);
    }

    /**
     * Lowest saliency first: {@code s_j = 1/2 h_jj w_j^2}, the rise of the loss, to second order, if {@code w_j} were set to
     * zero (Y. LeCun, J. Denker, S. Solla, <em>Optimal Brain Damage</em>, 1989).
     *
     * <p>In place of the curvature {@code h_jj} stands the mean squared gradient of {@link #meanSquaredGradient()} (Fisher
     * approximation; the paper computes second derivatives by a backward pass of their own), so that either of the two
     * collects what both need: one number per parameter. {@code w_j} is the parameter when the order is made. Equal
     * values by index.
     *
     * @return the criterion
     */
    public static OrderCriterion optimalBrainDamage() {
        return new OrderCriterion(Kind.OPTIMAL_BRAIN_DAMAGE, 0);
    }

    /**
     * The criterion of a name.
     *
     * @param name one of {@link #names()}, see the table above
     * @param seed seed, used by {@code random} only
     * @return the criterion
     * @throws IllegalArgumentException if there is none of that name
     */
    public static OrderCriterion named(String name, long seed) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label.equals(name))
                .findFirst()
                .map(kind -> new OrderCriterion(kind, kind == Kind.RANDOM ? seed : 0))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown order \"" + name + "\", must be one of " + Arrays.toString(names())));
    }

    /**
     * The names that {@link #named} takes.
     *
     * @return the names
     */
    public static String[] names() {
        return Arrays.stream(Kind.values()).map(kind -> kind.label).toArray(String[]::new);
    }

    /**
     * What this criterion looks at.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the order needs gradients or updates to have been sampled.
     *
     * @return false for a random order and for that by magnitude
     */
    public boolean needsSamples() {
        return kind != Kind.RANDOM && kind != Kind.MAGNITUDE;
    }

    /**
     * The seed of the random order.
     *
     * @return the seed; 0 for all other criteria
     */
    public long seed() {
        return seed;
    }

    /**
     * The name, as in the table above.
     *
     * @return the name
     */
    public String name() {
        return kind.label;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderCriterion
                && ((OrderCriterion) other).kind == kind
                && ((OrderCriterion) other).seed == seed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, seed);
    }

    @Override
    public String toString() {
        return kind == Kind.RANDOM ? kind.label + "(seed " + seed + ")" : kind.label;
    }
}
