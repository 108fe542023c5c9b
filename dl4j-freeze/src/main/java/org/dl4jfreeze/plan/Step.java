package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;

/**
 * A step of a plan: when it is taken, and the number of parameters that are frozen from then on.
 *
 * <p>Immutable, compared by content, printable. Plans are built by the methods of {@link org.dl4jfreeze.FreezePlan}.
 */
public final class Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Trigger trigger;
    private final Amount amount;

    /**
     * Creates a step.
     *
     * @param trigger when it is taken
     * @param amount  number of parameters frozen from then on, in total
     */
    public Step(Trigger trigger, Amount amount) {
        this.trigger = Objects.requireNonNull(trigger, "trigger");
        this.amount = Objects.requireNonNull(amount, "amount");
    }

    /**
     * Returns when the step is taken.
     *
     * @return the trigger
     */
    public Trigger trigger() {
        return trigger;
    }

    /**
     * Returns the number of parameters frozen from then on, in total.
     *
     * @return the amount
     */
    public Amount amount() {
        return amount;
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
