package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.FullCovariance;

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
 * <tr><td>{@code conditional}</td><td>lowest conditional variance: what the other parameters do not explain</td>
 * <td>all of C</td><td>t samples or p, whichever is less</td></tr>
 * <tr><td>{@code belsley}</td><td>parameters in near-dependencies, by Belsley's diagnosis</td><td>all of C</td>
 * <td>shared with {@code conditional}</td></tr>
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
        OPTIMAL_BRAIN_DAMAGE("obd"),
        /** Conditional gradient variance given all other parameters, lowest first. */
        CONDITIONAL_VARIANCE("conditional"),
        /** Share of near-dependencies in Belsley's diagnosis, highest first. */
        BELSLEY("belsley");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    /** What is added to the diagonal of the covariance before it is inverted, as a share of the mean variance. */
    public static final double DEFAULT_RIDGE = FullCovariance.DEFAULT_RIDGE;

    /** The condition index from which on Belsley, Kuh and Welsch speak of strong near-dependencies. */
    public static final double DEFAULT_THRESHOLD = BelsleyDiagnosis.DEFAULT_THRESHOLD;

    private final Kind kind;
    private final long seed;
    private final double ridge;
    private final double threshold;

    private OrderCriterion(Kind kind, long seed) {
        this(kind, seed, 0, 0);
    }

    private OrderCriterion(Kind kind, long seed, double ridge, double threshold) {
        this.kind = kind;
        this.seed = seed;
        this.ridge = ridge;
        this.threshold = threshold;
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
     * {@link #conditionalVariance(double)} with {@link #DEFAULT_RIDGE}.
     *
     * @return the criterion
     */
    public static OrderCriterion conditionalVariance() {
        return conditionalVariance(DEFAULT_RIDGE);
    }

    /**
     * Lowest conditional variance first: {@code 1 / [(C + lambda I)^-1]_jj}, the part of a parameter's gradient noise that the
     * noise of the others, linearly, does not explain; {@code lambda} is a share of the mean variance {@code trace(C) / p}. Needs the
     * full covariance, which the listener then keeps. Equal values by index.
     *
     * @param ridge that share, above 0
     * @return the criterion
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    public static OrderCriterion conditionalVariance(double ridge) {
        return new OrderCriterion(Kind.CONDITIONAL_VARIANCE, 0, checked("ridge", ridge, 0), 0);
    }

    /**
     * {@link #belsley(double, double)} with {@link #DEFAULT_RIDGE} and {@link #DEFAULT_THRESHOLD}.
     *
     * @return the criterion
     */
    public static OrderCriterion belsley() {
        return belsley(DEFAULT_RIDGE, DEFAULT_THRESHOLD);
    }

    /**
     * Parameters in near-dependencies first (D. Belsley, E. Kuh, R. Welsch, <em>Regression Diagnostics</em>, 1980): the highest sum of
     * variance-decomposition proportions in the components of {@code C + lambda I} whose condition index is above a threshold.
     * {@code lambda} is a share of the mean variance {@code trace(C) / p}; no condition index is above
     * {@code sqrt(lambda_1 / lambda + 1)}, with {@code lambda_1} the largest eigenvalue of C. Needs the full covariance, which the
     * listener then keeps. Equal values by index.
     *
     * @param ridge     that share, above 0
     * @param threshold of condition indices, above 1
     * @return the criterion
     * @throws IllegalArgumentException if one of them is not finite, or too low
     */
    public static OrderCriterion belsley(double ridge, double threshold) {
        return new OrderCriterion(Kind.BELSLEY, 0, checked("ridge", ridge, 0), checked("threshold", threshold, 1));
    }

    private static double checked(String what, double value, double bound) {
        if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Invalid " + what + ", must be finite and above " + bound + ", received " + value);
        }
        return value;
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
                .map(kind -> byDefault(kind, seed))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown order \"" + name + "\", must be one of " + Arrays.toString(names())));
    }

    private static OrderCriterion byDefault(Kind kind, long seed) {
        switch (kind) {
            case RANDOM:
                return random(seed);
            case CONDITIONAL_VARIANCE:
                return conditionalVariance();
            case BELSLEY:
                return belsley();
            default:
                return new OrderCriterion(kind, 0);
        }
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
     * What is added to the diagonal of the covariance, as a share of the mean variance.
     *
     * @return the share; 0 for criteria that don't invert the covariance
     */
    public double ridge() {
        return ridge;
    }

    /**
     * The condition index above which a component counts as a near-dependency.
     *
     * @return the threshold; 0 for all criteria but {@link #belsley}
     */
    public double threshold() {
        return threshold;
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
                && ((OrderCriterion) other).seed == seed
                && ((OrderCriterion) other).ridge == ridge
                && ((OrderCriterion) other).threshold == threshold;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, seed, ridge, threshold);
    }

    @Override
    public String toString() {
        switch (kind) {
            case RANDOM:
                return kind.label + "(seed " + seed + ")";
            case CONDITIONAL_VARIANCE:
                return kind.label + (equals(conditionalVariance()) ? "" : "(ridge " + ridge + ")");
            case BELSLEY:
                return kind.label + (equals(belsley()) ? "" : "(ridge " + ridge + ", threshold " + threshold + ")");
            default:
                return kind.label;
        }
    }
}
