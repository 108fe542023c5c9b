package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * One step of a plan: when, and how many parameters are frozen from then on.
 *
 * <p>A value: immutable, compared by content, printable.
 */
public final class Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Trigger trigger;
    private final Amount amount;

    /**
     * A step.
     *
     * @param trigger when
     * @param amount  how many
     */
    public Step(Trigger trigger, Amount amount) {
        this.trigger = Objects.requireNonNull(trigger, "trigger");
        this.amount = Objects.requireNonNull(amount, "amount");
    }

    /**
     * When.
     *
     * @return the trigger
     */
    public Trigger trigger() {
        return trigger;
    }

    /**
     * How many.
     *
     * @return the amount
     */
    public Amount amount() {
        return amount;
    }

    /**
     * Checks that steps follow one another: where two count time in the same unit, the later one comes later; where two
     * count parameters in the same unit, the later one freezes no fewer.
     *
     * @param steps the steps of a plan
     * @throws IllegalArgumentException if they do not
     */
    public static void checkFollowing(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            for (Step earlier : steps.subList(0, i)) {
                steps.get(i).checkFollows(earlier);
            }
        }
    }

    /**
     * The first iterations after which steps can be due. A plateau is looked for from the step before on.
     *
     * @param steps the steps of a plan
     * @return one iteration per step, counted from the start; 0 where nobody can know, for the length of an epoch is needed
     */
    public static long[] earliestIterations(List<Step> steps) {
        long[] earliest = new long[steps.size()];
        for (int i = 0; i < earliest.length; i++) {
            Trigger trigger = steps.get(i).trigger;
            boolean follows = i > 0 && trigger.unit() == Trigger.Unit.PLATEAU;
            if (!follows) {
                earliest[i] = trigger.earliestIteration();
            } else if (earliest[i - 1] > 0) {
                earliest[i] = earliest[i - 1] + trigger.earliestIteration();
            }
        }
        return earliest;
    }

    private void checkFollows(Step earlier) {
        if (trigger.isNotAfter(earlier.trigger)) {
            throw new IllegalArgumentException("Invalid step " + this + ", must come after " + earlier
                    + "; all times are counted from the start of the training");
        }
        if (amount.isLessThan(earlier.amount)) {
            throw new IllegalArgumentException("Invalid step " + this + ", must freeze at least as much as " + earlier
                    + "; what is frozen stays frozen, and amounts count all that is frozen, not what is added");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Step && ((Step) other).trigger.equals(trigger) && ((Step) other).amount.equals(amount);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trigger, amount);
    }

    @Override
    public String toString() {
        return trigger + "." + amount;
    }
}
