package org.dl4jfreeze.order;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * By what the parameters are ordered. The parameters that come first are frozen first.
 *
 * <table>
 * <caption>Criteria</caption>
 * <tr><th>name</th><th>frozen first</th><th>needs</th></tr>
 * <tr><td>{@code variance}</td><td>lowest gradient variance, the paper's proposal</td><td>diagonal of C</td></tr>
 * <tr><td>{@code reversed}</td><td>highest gradient variance, formula (2.7) read literally</td><td>diagonal of C</td></tr>
 * <tr><td>{@code random}</td><td>uniformly random, seeded, the paper's baseline</td><td>nothing</td></tr>
 * <tr><td>{@code magnitude}</td><td>smallest |w|</td><td>the parameters</td></tr>
 * <tr><td>{@code fisher}</td><td>lowest mean squared gradient (empirical Fisher, FISH mask)</td><td>mean of g^2</td></tr>
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
        MEAN_SQUARED_GRADIENT("fisher");

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
     * Lowest mean squared gradient first.
     *
     * @return the criterion
     */
    public static OrderCriterion meanSquaredGradient() {
        return new OrderCriterion(Kind.MEAN_SQUARED_GRADIENT, 0);
    }

    /**
     * The criterion of a name.
     *
     * @param name one of {@code variance}, {@code reversed}, {@code random}, {@code magnitude}, {@code fisher}
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
     * Whether the order needs gradients to have been sampled.
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
