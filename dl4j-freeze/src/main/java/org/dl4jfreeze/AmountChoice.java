package org.dl4jfreeze;

import org.dl4jfreeze.plan.Amount;

/** The part of {@link FreezePlan.When} that says how many parameters are frozen. Without state. */
abstract class AmountChoice {

    AmountChoice() {}

    /** The plan that freezes so many. */
    abstract FreezePlan plan(Amount amount);

    /**
     * Freezes a number of parameters.
     *
     * @param k how many, at least 0; compared with the network's size when the listener first sees it
     * @return the plan
     * @throws IllegalArgumentException if {@code k} is negative
     */
    public FreezePlan count(int k) {
        return plan(Amount.count(k));
    }

    /**
     * Freezes a fraction of the parameters that take part, rounded to the nearest whole number, half up.
     *
     * @param delta fraction in [0,1]
     * @return the plan
     * @throws IllegalArgumentException if {@code delta} is not in [0,1]
     */
    public FreezePlan fraction(double delta) {
        return plan(Amount.fraction(delta));
    }

    /**
     * Freezes as many parameters as together have at most a share of the total variance: the largest {@code k} for which
     * the {@code k} first in the order have at most {@code share} of the gradient variance of all that take part. Those
     * without variance cost nothing; if none has any, all are frozen. See {@link Amount#of} for rounding and for
     * variances that are not finite.
     *
     * @param share share in [0,1]
     * @return the plan
     * @throws IllegalArgumentException if {@code share} is not in [0,1]
     */
    public FreezePlan varianceShare(double share) {
        return plan(Amount.varianceShare(share));
    }
}
