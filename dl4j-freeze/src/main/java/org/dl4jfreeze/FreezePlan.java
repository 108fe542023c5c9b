package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.order.OrderCriterion;

/**
 * When to freeze, how many parameters, and by which order.
 *
 * <pre>{@code
 * FreezePlan.atIteration(500).fraction(0.8)
 * FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude())
 * }</pre>
 *
 * <p>Time counts from the moment at which the {@link FreezingListener} first sees the network: one that arrives with 10,000
 * iterations behind it starts at 0. The order is by gradient variance, lowest first, unless {@link #by} says otherwise. A
 * value: immutable, compared by content, printable.
 */
public final class FreezePlan implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Freezes nothing and only observes: gradient variance and orders can be asked for, the mask stays empty. */
    private static final FreezePlan NEVER =
            new FreezePlan(new When(When.Unit.NEVER, 0), -1, Double.NaN, OrderCriterion.gradientVariance());

    private final When when;
    private final int count;
    private final double fraction;
    private final OrderCriterion criterion;

    private FreezePlan(When when, int count, double fraction, OrderCriterion criterion) {
        this.when = when;
        this.count = count;
        this.fraction = fraction;
        this.criterion = criterion;
    }

    /**
     * Freezes after {@code t0} iterations in which everything is active; frozen from the next one on.
     *
     * @param t0 number of iterations, at least 1
     * @return the first half of a plan
     * @throws IllegalArgumentException if {@code t0} is below 1
     */
    public static When atIteration(int t0) {
        return When.after(When.Unit.ITERATION, t0);
    }

    /**
     * Freezes after a number of epochs in which everything is active; frozen from the next one on. Epochs are counted where
     * DL4J reports their end, that is in {@code fit(iterator)} and not in {@code fit(DataSet)}.
     *
     * @param epochs number of epochs, at least 1
     * @return the first half of a plan
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static When atEpoch(int epochs) {
        return When.after(When.Unit.EPOCH, epochs);
    }

    /**
     * Never freezes: the listener only observes.
     *
     * @return the plan
     */
    public static FreezePlan never() {
        return NEVER;
    }

    /**
     * The same plan by another order.
     *
     * @param order what comes first in it is frozen first
     * @return the plan
     */
    public FreezePlan by(OrderCriterion order) {
        return new FreezePlan(when, count, fraction, Objects.requireNonNull(order, "order"));
    }

    /**
     * By which order parameters are frozen.
     *
     * @return the criterion
     */
    public OrderCriterion criterion() {
        return criterion;
    }

    /**
     * Whether it is time.
     *
     * @param iterations iterations done since the listener first saw the network
     * @param epochs     epochs done since then
     * @return whether to freeze now
     */
    public boolean isDue(long iterations, long epochs) {
        switch (when.unit) {
            case ITERATION:
                return iterations >= when.amount;
            case EPOCH:
                return epochs >= when.amount;
            default:
                return false;
        }
    }

    /**
     * Checks that there will be something to order by.
     *
     * @throws IllegalArgumentException if the sampler takes its first samples after the plan's iteration
     */
    void checkSampledBy(GradientSampler sampler) {
        int needed = OrderStatistics.minimumSamples(criterion, sampler);
        if (when.unit == When.Unit.ITERATION && needed > 0 && sampler.iterationOfSample(needed) > when.amount) {
            throw new IllegalArgumentException(this + " can't be carried out with " + sampler + ", which has " + needed
                    + " sample(s) only after iteration " + sampler.iterationOfSample(needed)
                    + "; freeze later, or sample earlier");
        }
    }

    /**
     * How many parameters to freeze: the count, or {@code fraction * p} rounded to the nearest whole number, half up.
     *
     * @param parameters {@code p}, the number of parameters that take part
     * @return {@code k}, in {@code [0, parameters]}; 0 for {@link #never()}
     * @throws IllegalArgumentException if the plan's count is greater than {@code parameters}
     */
    public int frozenOf(int parameters) {
        if (count > parameters) {
            throw new IllegalArgumentException("The plan freezes " + count + " parameters, but the network has only "
                    + parameters + " that can be frozen; choose a count in [0," + parameters + "] or a fraction");
        }
        if (count >= 0) {
            return count;
        }
        return Double.isNaN(fraction) ? 0 : (int) Math.round(fraction * parameters);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof FreezePlan)) {
            return false;
        }
        FreezePlan that = (FreezePlan) other;
        return when.unit == that.when.unit
                && when.amount == that.when.amount
                && count == that.count
                && Double.compare(fraction, that.fraction) == 0
                && criterion.equals(that.criterion);
    }

    @Override
    public int hashCode() {
        return Objects.hash(when.unit, when.amount, count, fraction, criterion);
    }

    @Override
    public String toString() {
        String amount = when.unit == When.Unit.NEVER
                ? ""
                : count >= 0 ? ".count(" + count + ")" : ".fraction(" + fraction + ")";
        return "FreezePlan." + when + amount + ".by(" + criterion + ")";
    }

    /** The first half of a plan: when. Say how many to get the plan. */
    public static final class When implements Serializable {

        private static final long serialVersionUID = 1L;

        private enum Unit {
            ITERATION,
            EPOCH,
            NEVER
        }

        private final Unit unit;
        private final int amount;

        private When(Unit unit, int amount) {
            this.unit = unit;
            this.amount = amount;
        }

        private static When after(Unit unit, int amount) {
            if (amount < 1) {
                String name = unit == Unit.ITERATION ? "iteration" : "epoch";
                throw new IllegalArgumentException("Invalid time to freeze, must be at least 1 " + name + ", received "
                        + amount + "; the order is made from gradients seen before");
            }
            return new When(unit, amount);
        }

        /**
         * Freezes a number of parameters.
         *
         * @param k how many, at least 0; compared with the network's size when the listener first sees it
         * @return the plan
         * @throws IllegalArgumentException if {@code k} is negative
         */
        public FreezePlan count(int k) {
            if (k < 0) {
                throw new IllegalArgumentException(
                        "Invalid number of parameters to freeze, must be at least 0, received " + k
                                + "; use FreezePlan.never() to only observe");
            }
            return new FreezePlan(this, k, Double.NaN, OrderCriterion.gradientVariance());
        }

        /**
         * Freezes a fraction of the parameters that take part.
         *
         * @param delta fraction in [0,1]
         * @return the plan
         * @throws IllegalArgumentException if {@code delta} is not in [0,1]
         */
        public FreezePlan fraction(double delta) {
            if (!(delta >= 0 && delta <= 1)) {
                throw new IllegalArgumentException(
                        "Invalid fraction of parameters to freeze, must be in [0,1], received " + delta
                                + "; use count(k) for a number of parameters");
            }
            return new FreezePlan(this, -1, delta, OrderCriterion.gradientVariance());
        }

        @Override
        public String toString() {
            switch (unit) {
                case ITERATION:
                    return "atIteration(" + amount + ")";
                case EPOCH:
                    return "atEpoch(" + amount + ")";
                default:
                    return "never()";
            }
        }
    }
}
