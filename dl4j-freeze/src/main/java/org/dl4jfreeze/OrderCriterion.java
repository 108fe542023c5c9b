package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.dl4jfreeze.internal.json.Excerpt;

/**
 * The criterion by which a plan orders the parameters. Parameters that come first are frozen first.
 *
 * <p>With {@code C} the gradient covariance, {@code g} the gradient that the sampler observes, {@code g_S} that of the
 * mini-batch, {@code w} the parameters, and means and variances taken over the samples so far (divided by n, not n - 1):
 *
 * <table>
 * <caption>Criteria; memory in numbers per parameter, in addition to the variance in the updater state</caption>
 * <tr><th>name</th><th>value, lowest first</th><th>needs</th><th>memory</th></tr>
 * <tr><td>{@code variance}</td><td>{@code C_jj}, the paper's proposal (formula 2.7) and the default</td>
 * <td>diagonal of C</td><td>0</td></tr>
 * <tr><td>{@code reversed}</td><td>{@code -C_jj}, formula (2.7) read literally</td><td>diagonal of C</td><td>0</td></tr>
 * <tr><td>{@code random}</td><td>uniformly random, seeded, the paper's baseline</td><td>nothing</td><td>0</td></tr>
 * <tr><td>{@code magnitude}</td><td>{@code |w_j|}</td><td>the parameters</td><td>0</td></tr>
 * <tr><td>{@code fisher}</td><td>mean of {@code g_j^2} (empirical Fisher information, FISH mask)</td>
 * <td>mean of g^2</td><td>1</td></tr>
 * <tr><td>{@code minibatch}</td><td>variance of {@code g_S,j} over iterations</td><td>mean and variance of g_S</td>
 * <td>3</td></tr>
 * <tr><td>{@code update}</td><td>mean of {@code (Delta w_j)^2}</td><td>mean of (Delta w)^2</td><td>1</td></tr>
 * <tr><td>{@code obd}</td><td>saliency of optimal brain damage, {@code 1/2 g_j^2 w_j^2}</td>
 * <td>mean of g^2, the parameters</td><td>1, shared with {@code fisher}</td></tr>
 * <tr><td>{@code conditional}</td><td>conditional variance: what the other parameters do not explain</td>
 * <td>all of C</td><td>t samples or p, whichever is less</td></tr>
 * <tr><td>{@code belsley}</td><td>minus the share in near-dependencies, by Belsley's diagnosis</td><td>all of C</td>
 * <td>shared with {@code conditional}</td></tr>
 * </table>
 *
 * <p>Parameters with equal values are ordered by index, in every criterion. Immutable, compared by content, printable.
 */
public final class OrderCriterion implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A number that a criterion is made with. */
    public enum Parameter {
        /** The seed of a random order: any {@code long}. */
        SEED,
        /** The ridge, as a share of the mean variance: finite and above 0. */
        RIDGE,
        /** The condition index above which a component is a near-dependency: finite and above 1. */
        THRESHOLD
    }

    /** The criteria, without their parameters. */
    public enum Kind {
        /** Gradient variance, lowest first. */
        GRADIENT_VARIANCE("variance"),
        /** Gradient variance, highest first. */
        REVERSED_VARIANCE("reversed"),
        /** Uniformly random. */
        RANDOM("random", Parameter.SEED),
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
        CONDITIONAL_VARIANCE("conditional", Parameter.RIDGE),
        /** Share of near-dependencies in Belsley's diagnosis, highest first. */
        BELSLEY("belsley", Parameter.RIDGE, Parameter.THRESHOLD);

        private final String label;
        private final Set<Parameter> parameters;

        Kind(String label, Parameter... parameters) {
            this.label = label;
            this.parameters = EnumSet.noneOf(Parameter.class);
            this.parameters.addAll(List.of(parameters));
        }

        /**
         * Returns the name of criteria of this kind, as in the table above.
         *
         * @return the name, such as {@code variance}
         */
        public String label() {
            return label;
        }

        /**
         * Tells whether criteria of this kind are made with a parameter.
         *
         * @param parameter the parameter
         * @return false if they ignore it
         */
        public boolean takes(Parameter parameter) {
            return parameters.contains(parameter);
        }
    }

    /** Default ridge: added to the diagonal of the covariance before it is inverted, as a share of the mean variance. */
    public static final double DEFAULT_RIDGE = 0.01;

    /** Default threshold: the condition index above which Belsley, Kuh and Welsch speak of strong near-dependencies. */
    public static final double DEFAULT_THRESHOLD = 30;

    private final Kind kind;
    private final long seed;
    private final double ridge;
    private final double threshold;

    private OrderCriterion(Kind kind, long seed, double ridge, double threshold) {
        this.kind = kind;
        this.seed = seed;
        this.ridge = ridge;
        this.threshold = threshold;
    }

    private static OrderCriterion of(Kind kind) {
        return new OrderCriterion(
                kind,
                0,
                kind.takes(Parameter.RIDGE) ? DEFAULT_RIDGE : 0,
                kind.takes(Parameter.THRESHOLD) ? DEFAULT_THRESHOLD : 0);
    }

    /**
     * Orders by gradient variance {@code C_jj}, lowest first: the paper's proposal and the default.
     *
     * @return the criterion
     */
    public static OrderCriterion gradientVariance() {
        return of(Kind.GRADIENT_VARIANCE);
    }

    /**
     * Orders by gradient variance {@code C_jj}, highest first.
     *
     * @return the criterion
     */
    public static OrderCriterion reversedVariance() {
        return of(Kind.REVERSED_VARIANCE);
    }

    /**
     * Orders uniformly at random.
     *
     * @param seed seed of the permutation; the same seed and network give the same order
     * @return the criterion
     */
    public static OrderCriterion random(long seed) {
        return of(Kind.RANDOM).withSeed(seed);
    }

    /**
     * Orders by the absolute value of the parameters, {@code |w_j|}, smallest first.
     *
     * @return the criterion
     */
    public static OrderCriterion magnitude() {
        return of(Kind.MAGNITUDE);
    }

    /**
     * Orders by mean squared gradient, lowest first (L.4): the mean over samples of {@code g_j^2}, where {@code g} is
     * {@code g_1} with {@link GradientSampler#firstExample()}. With {@link GradientSampler#wholeBatch()} it is the mean of
     * {@code g_s^2} over all examples. Both estimate the empirical Fisher information; with {@link GradientSampler#miniBatch()},
     * {@code g} is {@code g_S}, whose mean square does not: a warning says so. Memory: one number per parameter.
     *
     * @return the criterion
     */
    public static OrderCriterion meanSquaredGradient() {
        return of(Kind.MEAN_SQUARED_GRADIENT);
    }

    /**
     * Orders by the variance of the mini-batch gradient, lowest first: {@code 1/n sum_t (g_S,t,j - m_j)^2}, where {@code m}
     * is the mean of {@code g_S,t} over the n sampled iterations (divided by n, not n - 1).
     *
     * <p>The listener's sampler determines the iterations; the gradient is that of the mini-batch for every sampler. With
     * {@link GradientSampler#miniBatch()} the order is that of {@link #gradientVariance()}, up to rounding. Needs two samples;
     * a mini-batch of one example counts. Memory: three numbers per parameter (variance, mean, scratch).
     *
     * @return the criterion
     */
    public static OrderCriterion miniBatchVariance() {
        return of(Kind.MINI_BATCH_VARIANCE);
    }

    /**
     * Orders by mean squared update, smallest first (L.5): {@code 1/n sum_t (Delta w_t,j)^2} over the n sampled iterations.
     *
     * <p>{@code Delta w_t} is what DL4J subtracts from the parameters in iteration t: the updater's step, including learning
     * rate, moments, L1, L2 and gradient clipping, and the weight decay that DL4J adds after the updater. It does not include
     * the effect of constraints at the end of the iteration, nor the rounding of the difference to the network's data type.
     * For a parameter that is already frozen it is the weight decay only, which freezing undoes. Needs one sample; a
     * mini-batch of one example counts. Memory: one number per parameter.
     *
     * @return the criterion
     */
    public static OrderCriterion meanSquaredUpdate() {
        return of(Kind.MEAN_SQUARED_UPDATE);
    }

    /**
     * Orders by saliency, lowest first: {@code s_j = 1/2 h_jj w_j^2} (L.6), the rise of the loss, to second order, if {@code w_j}
     * were set to zero (Y. LeCun, J. Denker, S. Solla, <em>Optimal Brain Damage</em>, 1989).
     *
     * <p>The mean squared gradient of {@link #meanSquaredGradient()} stands for the curvature {@code h_jj} (Fisher
     * approximation; LeCun et al. compute second derivatives by a separate backward pass), so that these two criteria share
     * one number per parameter. {@code w_j} is the parameter at the time the order is made.
     *
     * @return the criterion
     */
    public static OrderCriterion optimalBrainDamage() {
        return of(Kind.OPTIMAL_BRAIN_DAMAGE);
    }

    /**
     * Orders by conditional variance with {@link #DEFAULT_RIDGE}; see {@link #conditionalVariance(double)}.
     *
     * @return the criterion
     */
    public static OrderCriterion conditionalVariance() {
        return of(Kind.CONDITIONAL_VARIANCE);
    }

    /**
     * Orders by conditional variance, lowest first: {@code 1 / [(C + lambda I)^-1]_jj} (L.7), the part of a parameter's
     * gradient noise that the noise of the others does not explain linearly; {@code lambda} is a share of the mean variance
     * {@code trace(C) / p}. Needs the full covariance, which the listener then keeps.
     *
     * @param ridge that share, above 0
     * @return the criterion
     * @throws IllegalArgumentException if {@code ridge} is not finite and above 0
     */
    public static OrderCriterion conditionalVariance(double ridge) {
        return conditionalVariance().withRidge(ridge);
    }

    /**
     * Orders by Belsley's diagnosis with {@link #DEFAULT_RIDGE} and {@link #DEFAULT_THRESHOLD}; see
     * {@link #belsley(double, double)}.
     *
     * @return the criterion
     */
    public static OrderCriterion belsley() {
        return of(Kind.BELSLEY);
    }

    /**
     * Orders parameters in near-dependencies first (D. Belsley, E. Kuh, R. Welsch, <em>Regression Diagnostics</em>, 1980): by
     * the sum of their variance-decomposition proportions in those components of {@code C + lambda I} whose condition index is
     * above a threshold (L.8), highest first.
     *
     * <p>{@code lambda} is a share of the mean variance {@code trace(C) / p}; no condition index exceeds
     * {@code sqrt(lambda_1 / lambda + 1)}, with {@code lambda_1} the largest eigenvalue of C. Needs the full covariance, which
     * the listener then keeps.
     *
     * @param ridge     that share, above 0
     * @param threshold lower bound of condition indices, above 1
     * @return the criterion
     * @throws IllegalArgumentException if {@code ridge} is not finite and above 0, or {@code threshold} not finite and above 1
     */
    public static OrderCriterion belsley(double ridge, double threshold) {
        return belsley().withRidge(ridge).withThreshold(threshold);
    }

    /**
     * Looks up a criterion by name, with default parameters.
     *
     * @param name one of {@link #names()}, see the table above
     * @param seed seed, used by {@code random} only
     * @return the criterion
     * @throws IllegalArgumentException if no criterion has that name
     */
    public static OrderCriterion named(String name, long seed) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label.equals(name))
                .findFirst()
                .map(kind -> kind.takes(Parameter.SEED) ? of(kind).withSeed(seed) : of(kind))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown order \"" + Excerpt.of(name) + "\", must be one of " + Arrays.toString(names())));
    }

    /**
     * Lists the names that {@link #named} takes.
     *
     * @return the names
     */
    public static String[] names() {
        return Arrays.stream(Kind.values()).map(kind -> kind.label).toArray(String[]::new);
    }

    /**
     * Returns this criterion with another seed.
     *
     * @param otherSeed any seed
     * @return the criterion
     * @throws IllegalArgumentException if it takes no seed
     */
    public OrderCriterion withSeed(long otherSeed) {
        checkTakes(Parameter.SEED);
        return new OrderCriterion(kind, otherSeed, ridge, threshold);
    }

    /**
     * Returns this criterion with another ridge.
     *
     * @param share share of the mean variance, above 0
     * @return the criterion
     * @throws IllegalArgumentException if it takes no ridge, or {@code share} is not finite and above 0
     */
    public OrderCriterion withRidge(double share) {
        checkTakes(Parameter.RIDGE);
        return new OrderCriterion(kind, seed, checked("ridge", share, 0), threshold);
    }

    /**
     * Returns this criterion with another threshold.
     *
     * @param conditionIndex lower bound of condition indices, above 1
     * @return the criterion
     * @throws IllegalArgumentException if it takes no threshold, or {@code conditionIndex} is not finite and above 1
     */
    public OrderCriterion withThreshold(double conditionIndex) {
        checkTakes(Parameter.THRESHOLD);
        return new OrderCriterion(kind, seed, ridge, checked("threshold", conditionIndex, 1));
    }

    private void checkTakes(Parameter parameter) {
        if (!kind.takes(parameter)) {
            throw new IllegalArgumentException("The order \"" + kind.label + "\" takes " + kind.parameters
                    + ", received " + parameter + "; leave it out");
        }
    }

    private static double checked(String what, double value, double bound) {
        if (!(value > bound && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Invalid " + what + ", must be finite and above " + bound + ", received " + value);
        }
        return value;
    }

    /**
     * Returns the kind of criterion.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the seed of the random order.
     *
     * @return the seed; 0 for criteria that take none
     */
    public long seed() {
        return seed;
    }

    /**
     * Returns what is added to the diagonal of the covariance, as a share of the mean variance.
     *
     * @return the share; 0 for criteria that take none
     */
    public double ridge() {
        return ridge;
    }

    /**
     * Returns the condition index above which a component counts as a near-dependency.
     *
     * @return the threshold; 0 for criteria that take none
     */
    public double threshold() {
        return threshold;
    }

    /**
     * Returns the name, as in the table above.
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

    /** Prints the name, and the parameters unless they are the defaults; a seed always. */
    @Override
    public String toString() {
        boolean isDefault = !kind.takes(Parameter.SEED) && equals(of(kind));
        return isDefault
                ? kind.label
                : kind.parameters.stream().map(this::toString).collect(Collectors.joining(", ", kind.label + "(", ")"));
    }

    private String toString(Parameter parameter) {
        switch (parameter) {
            case SEED:
                return "seed " + seed;
            case RIDGE:
                return "ridge " + ridge;
            default:
                return "threshold " + threshold;
        }
    }
}
