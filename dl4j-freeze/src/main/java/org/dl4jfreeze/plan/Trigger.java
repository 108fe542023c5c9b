package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.LossPlateau;

/**
 * The time at which a step of a plan is taken: after a number of iterations, after a number of epochs, or at a plateau of the
 * training loss.
 *
 * <p>Immutable, compared by content, printable. Plans are built by the methods of {@link org.dl4jfreeze.FreezePlan}.
 */
public final class Trigger implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The unit of time. */
    public enum Unit {
        /** Iterations, from the start of the training. */
        ITERATION("iteration"),
        /** Epochs, from the start of the training. */
        EPOCH("epoch"),
        /** No fixed time: determined by the training loss. */
        PLATEAU("plateau");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /**
         * Returns the unit's name in lower case, as in messages and in JSON.
         *
         * @return the name
         */
        public String label() {
            return label;
        }
    }

    private final Unit unit;
    private final int amount;
    private final LossPlateau plateau;

    private Trigger(Unit unit, int amount, LossPlateau plateau) {
        this.unit = unit;
        this.amount = amount;
        this.plateau = plateau;
    }

    /**
     * Creates a trigger after a number of iterations.
     *
     * @param iterations at least 1
     * @return the trigger
     * @throws IllegalArgumentException if {@code iterations} is below 1
     */
    public static Trigger atIteration(int iterations) {
        return after(Unit.ITERATION, iterations);
    }

    /**
     * Creates a trigger after a number of epochs.
     *
     * @param epochs at least 1
     * @return the trigger
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Trigger atEpoch(int epochs) {
        return after(Unit.EPOCH, epochs);
    }

    /**
     * Creates a trigger at a plateau of the training loss.
     *
     * @param rule the rule of the plateau
     * @return the trigger
     */
    public static Trigger atPlateau(LossPlateau rule) {
        return new Trigger(
                Unit.PLATEAU, 0, Objects.requireNonNull(rule, "rule is null; pass a LossPlateau, or call atPlateau()"));
    }

    private static Trigger after(Unit unit, int amount) {
        if (amount < 1) {
            throw new IllegalArgumentException("Invalid time to freeze, must be at least 1 " + unit.label
                    + ", received " + amount + "; the order is made from gradients seen before");
        }
        return new Trigger(unit, amount, null);
    }

    /**
     * Returns the unit of {@link #amount()}.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * Returns the number of iterations or epochs.
     *
     * @return the number, at least 1; 0 for a plateau
     */
    public int amount() {
        return amount;
    }

    /**
     * Returns the rule of the plateau.
     *
     * @return the rule; null for iterations and epochs
     */
    public LossPlateau plateau() {
        return plateau;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trigger
                && ((Trigger) other).unit == unit
                && ((Trigger) other).amount == amount
                && Objects.equals(((Trigger) other).plateau, plateau);
    }

    @Override
    public int hashCode() {
        return Objects.hash(unit, amount, plateau);
    }

    @Override
    public String toString() {
        switch (unit) {
            case ITERATION:
                return "atIteration(" + amount + ")";
            case EPOCH:
                return "atEpoch(" + amount + ")";
            default:
                return "atPlateau(" + plateau + ")";
        }
    }
}
