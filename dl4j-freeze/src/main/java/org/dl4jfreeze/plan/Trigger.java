package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.LossPlateau;

/**
 * When a step of a plan is taken: after a number of iterations, after a number of epochs, or at a plateau of the training
 * loss.
 *
 * <p>A value: immutable, compared by content, printable.
 */
public final class Trigger implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What time is measured in. */
    public enum Unit {
        /** Iterations, from the start of the training. */
        ITERATION("iteration"),
        /** Epochs, from the start of the training. */
        EPOCH("epoch"),
        /** No time of the clock: the training loss says when. */
        PLATEAU("plateau");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /**
         * The unit's name in lower case, as in messages and in JSON.
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
     * After a number of iterations.
     *
     * @param iterations at least 1
     * @return the trigger
     * @throws IllegalArgumentException if {@code iterations} is below 1
     */
    public static Trigger atIteration(int iterations) {
        return after(Unit.ITERATION, iterations);
    }

    /**
     * After a number of epochs.
     *
     * @param epochs at least 1
     * @return the trigger
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Trigger atEpoch(int epochs) {
        return after(Unit.EPOCH, epochs);
    }

    /**
     * At a plateau of the training loss.
     *
     * @param rule says what a plateau is
     * @return the trigger
     */
    public static Trigger atPlateau(LossPlateau rule) {
        return new Trigger(Unit.PLATEAU, 0, Objects.requireNonNull(rule, "rule"));
    }

    private static Trigger after(Unit unit, int amount) {
        if (amount < 1) {
            throw new IllegalArgumentException("Invalid time to freeze, must be at least 1 " + unit.label
                    + ", received " + amount + "; the order is made from gradients seen before");
        }
        return new Trigger(unit, amount, null);
    }

    /**
     * What time is measured in.
     *
     * @return the unit
     */
    public Unit unit() {
        return unit;
    }

    /**
     * After how many iterations or epochs.
     *
     * @return the number, at least 1; 0 for a plateau
     */
    public int amount() {
        return amount;
    }

    /**
     * What a plateau is.
     *
     * @return the rule; null for iterations and epochs
     */
    public LossPlateau plateau() {
        return plateau;
    }

    /**
     * Whether so much time has passed; a plateau is not a matter of time.
     *
     * @param iterations iterations done
     * @param epochs     epochs done
     * @return whether it is time; false for a plateau
     */
    public boolean isDue(long iterations, long epochs) {
        switch (unit) {
            case ITERATION:
                return iterations >= amount;
            case EPOCH:
                return epochs >= amount;
            default:
                return false;
        }
    }

    /**
     * The first iteration after which the trigger can be met, if it is the first of its plan.
     *
     * @return number of iterations; 0 for epochs, whose length nobody knows before
     */
    public long earliestIteration() {
        switch (unit) {
            case ITERATION:
                return amount;
            case PLATEAU:
                return plateau.earliest();
            default:
                return 0;
        }
    }

    /**
     * Whether this can be told to come no later than another, because both count in the same unit.
     *
     * @param other another trigger
     * @return false if it comes later, or where nobody knows
     */
    public boolean isNotAfter(Trigger other) {
        return unit == other.unit && unit != Unit.PLATEAU && amount <= other.amount;
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
