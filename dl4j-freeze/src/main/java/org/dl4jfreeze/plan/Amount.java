package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.dl4jfreeze.ParameterOrder;

/**
 * The number of parameters that a step of a plan freezes: a count, a fraction of the eligible parameters, or the most whose
 * variances sum up to at most a share of the total. Eligible are the parameters that can be frozen and that the plan's
 * {@link ParameterFilter} admits.
 *
 * <p>Immutable, compared by content, printable. Plans are built by the methods of {@link org.dl4jfreeze.FreezePlan.When}.
 */
public final class Amount implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Relative excess up to which a sum counts as within the share: ten times 0.1 is not 1 in floating point. */
    private static final double ROUNDING = 1e-9;

    /** The unit of an amount. */
    public enum Unit {
        /** Parameters. */
        COUNT("count"),
        /** Fraction of the eligible parameters. */
        FRACTION("fraction"),
        /** Share of the total variance. */
        VARIANCE_SHARE("varianceShare");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /**
         * Returns the unit's name, as in plans and in JSON.
         *
         * @return the name
         */
        public String label() {
            return label;
        }
    }

    private final Unit unit;
    private final double value;

    private Amount(Unit unit, double value) {
        this.unit = unit;
        // -0.0 is the same amount as 0.0
        this.value = value + 0.0;
    }

    /**
     * Creates a count.
     *
     * @param k number of parameters, at least 0
     * @return the amount
     * @throws IllegalArgumentException if {@code k} is negative
     */
    public static Amount count(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("Invalid number of parameters to freeze, must be at least 0, received "
                    + k + "; use FreezePlan.never() to only observe");
        }
        return new Amount(Unit.COUNT, k);
    }

    /**
     * Creates a fraction of the eligible parameters.
     *
     * @param delta fraction in [0,1]
     * @return the amount
     * @throws IllegalArgumentException if {@code delta} is not in [0,1]
     */
    public static Amount fraction(double delta) {
        if (!(delta >= 0 && delta <= 1)) {
            throw new IllegalArgumentException("Invalid fraction of parameters to freeze, must be in [0,1], received "
                    + delta + "; use count(k) for a number of parameters");
        }
        return new Amount(Unit.FRACTION, delta);
    }

    /**
     * Creates a share of the total variance.
     *
     * @param share share in [0,1]
     * @return the amount
     * @throws IllegalArgumentException if {@code share} is not in [0,1]
     */
    public static Amount varianceShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Invalid share of the total variance, must be in [0,1], received "
                    + share + "; 0.05 stands for 5 %");
        }
        return new Amount(Unit.VARIANCE_SHARE, share);
    }

    /**
     * Returns the unit of {@link #value()}.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * Returns the count, fraction or share.
     *
     * @return the value
     */
    public double value() {
        return value;
    }

    /**
     * Tells whether {@link #of(ParameterOrder, double[])} reads the variance.
     *
     * @return true for a share of the variance
     */
    public boolean needsVariance() {
        return unit == Unit.VARIANCE_SHARE;
    }

    /**
     * Computes {@code k}, the number of parameters to freeze.
     *
     * <ul>
     * <li>count: itself;
     * <li>fraction: {@code fraction * size}, rounded to the nearest whole number, half up, as decimal numbers: 0.145 of 100 is 15;
     * <li>share {@code x}: the largest {@code k} for which {@code v_1 + ... + v_k <= x (v_1 + ... + v_size)}
     * (L.10), where {@code v_i} is the variance of the i-th in the order. A sum that exceeds the bound by a relative 1e-9 counts as
     * within it. Parameters without variance cost nothing: if none has any, {@code k = size}. If a variance is infinite or NaN, which
     * counts as infinite, all finite ones are negligible, so that {@code k} is the number of parameters before the first such
     * one; {@code x = 1} is everything even then. Takes the sums along the whole order, so that all parameters must be sorted;
     * the other units need only {@link #of(int)}.
     * </ul>
     *
     * @param order    order of the eligible parameters
     * @param variance variances, shape [p], one per parameter of the network, at least 0; not read, may be null, unless
     *     {@link #needsVariance()}
     * @return {@code k}, in [0, size]
     * @throws IllegalArgumentException if the count is greater than the order's size
     */
    public int of(ParameterOrder order, double[] variance) {
        if (!needsVariance()) {
            return of(order.size());
        }
        return value == 1 ? order.size() : longestWithin(order, variance);
    }

    /**
     * Computes {@code k}, the number of parameters to freeze, where it does not depend on their order.
     *
     * @param size number of eligible parameters
     * @return {@code k}, in [0, size]
     * @throws IllegalArgumentException if the count is greater than {@code size}
     * @throws IllegalStateException    if {@link #needsVariance()}
     */
    public int of(int size) {
        if (needsVariance()) {
            throw new IllegalStateException(this + " depends on the order of the parameters; use of(order, variance)");
        }
        if (unit == Unit.COUNT && value > size) {
            throw new IllegalArgumentException("The plan freezes " + (int) value
                    + " parameters, but the network has only " + size + " eligible parameters; choose a count in [0,"
                    + size + "] or a fraction");
        }
        return unit == Unit.COUNT ? (int) value : rounded(size);
    }

    /** Multiplies decimals: 0.145 of 100 is 14.5, where the binary number closest to 0.145 gives a little less. */
    private int rounded(int size) {
        return BigDecimal.valueOf(value)
                .multiply(BigDecimal.valueOf(size))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact();
    }

    private int longestWithin(ParameterOrder order, double[] variance) {
        double total = 0;
        for (int i = 0; i < order.size(); i++) {
            total += variance[order.parameterAt(i)];
        }
        double bound = Double.isFinite(total) ? value * total * (1 + ROUNDING) : Double.MAX_VALUE;
        int k = 0;
        double sum = 0;
        for (int i = 0; i < order.size(); i++) {
            sum += variance[order.parameterAt(i)];
            if (sum <= bound) {
                k = i + 1;
            }
        }
        return k;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Amount && ((Amount) other).unit == unit && ((Amount) other).value == value;
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, value);
    }

    @Override
    public String toString() {
        return unit.label + "(" + (unit == Unit.COUNT ? String.valueOf((int) value) : String.valueOf(value)) + ")";
    }
}
