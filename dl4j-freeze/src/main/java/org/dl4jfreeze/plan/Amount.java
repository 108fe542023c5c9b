package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.ParameterOrder;

/**
 * How many parameters a step of a plan freezes: {@code k}, a fraction of those that take part, or as many as together have
 * at most a share of the total variance.
 *
 * <p>A value: immutable, compared by content, printable.
 */
public final class Amount implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A share of the variance may be exceeded by this part of it: ten times 0.1 is not 1 in floating point. */
    private static final double ROUNDING = 1e-9;

    /** What is counted. */
    public enum Unit {
        /** Parameters. */
        COUNT("count"),
        /** Fraction of the parameters that take part. */
        FRACTION("fraction"),
        /** Share of the total variance. */
        VARIANCE_SHARE("varianceShare");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /**
         * The unit's name, as in plans and in JSON.
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
     * A number of parameters.
     *
     * @param k how many, at least 0
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
     * A fraction of the parameters that take part.
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
     * As many parameters as together have at most a share of the total variance.
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
     * What is counted.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * The number, fraction or share.
     *
     * @return the value
     */
    public double value() {
        return value;
    }

    /**
     * Whether {@link #of} looks at the variance.
     *
     * @return true for a share of the variance
     */
    public boolean needsVariance() {
        return unit == Unit.VARIANCE_SHARE;
    }

    /**
     * Checks that there are so many parameters.
     *
     * @param parameters number of parameters that take part
     * @throws IllegalArgumentException if this is a count, and greater
     */
    public void checkFits(int parameters) {
        if (unit == Unit.COUNT && value > parameters) {
            throw new IllegalArgumentException(
                    "The plan freezes " + (int) value + " parameters, but the network has only "
                            + parameters + " that can be frozen and take part; choose a count in [0," + parameters
                            + "] or a fraction");
        }
    }

    /**
     * Whether this is less than another amount, which can be told only of amounts in the same unit.
     *
     * @param other another amount
     * @return false if it is not less, or where nobody knows
     */
    public boolean isLessThan(Amount other) {
        return unit == other.unit && value < other.value;
    }

    /**
     * {@code k}, the number of parameters to freeze.
     *
     * <ul>
     * <li>a count: itself;
     * <li>a fraction: {@code fraction * size}, rounded to the nearest whole number, half up;
     * <li>a share {@code x}: the largest {@code k} for which {@code v_1 + ... + v_k <= x (v_1 + ... + v_size)}, where
     * {@code v_i} is the variance of the i-th in the order; up to rounding, a share that exceeds {@code x} by a billionth of
     * itself is taken for {@code x}. Parameters without variance cost nothing: if none has any, {@code k = size}. Beside a
     * variance that is infinite (or NaN, which is taken for infinite) all finite ones are nothing, so that {@code k} is
     * the number of parameters before the first such one; except for {@code x = 1}, which is everything. It takes sums along
     * the whole order, so that all parameters are sorted for it, while the others know {@code k} without: {@link #of(int)}.
     * </ul>
     *
     * @param order    order of the parameters that take part
     * @param variance one variance per parameter of the network, at least 0; not read, may be null, unless
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
     * {@code k}, the number of parameters to freeze, where that does not depend on their order.
     *
     * @param size number of parameters that take part
     * @return {@code k}, in [0, size]
     * @throws IllegalArgumentException if the count is greater
     * @throws IllegalStateException    if {@link #needsVariance()}
     */
    public int of(int size) {
        if (needsVariance()) {
            throw new IllegalStateException(this + " depends on the order of the parameters; ask of(order, variance)");
        }
        checkFits(size);
        return unit == Unit.COUNT ? (int) value : (int) Math.round(value * size);
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
