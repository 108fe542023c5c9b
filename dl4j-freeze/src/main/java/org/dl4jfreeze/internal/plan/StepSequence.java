package org.dl4jfreeze.internal.plan;

import java.util.EnumMap;
import java.util.Map;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/**
 * Checks that steps follow one another: where two have times in the same unit, the later one comes later; where two have
 * amounts in the same unit, the later one freezes no fewer. So only the last one of each unit is kept.
 */
final class StepSequence {

    private final Map<Trigger.Unit, Step> lastTimes = new EnumMap<>(Trigger.Unit.class);
    private final Map<Amount.Unit, Step> lastAmounts = new EnumMap<>(Amount.Unit.class);

    /** Adds a step; refuses it if it can't follow those before. */
    void add(Step step) {
        Step earlier = lastTimes.put(step.trigger().unit(), step);
        if (earlier != null && isAtOrBefore(step.trigger(), earlier.trigger())) {
            throw new IllegalArgumentException("Invalid step " + step + ", must come after " + earlier
                    + "; all times are counted from the start of the training");
        }
        earlier = lastAmounts.put(step.amount().unit(), step);
        if (earlier != null && step.amount().value() < earlier.amount().value()) {
            throw new IllegalArgumentException("Invalid step " + step + ", must freeze at least as much as " + earlier
                    + "; frozen parameters stay frozen, and amounts are totals, not additions");
        }
    }

    /** Tells whether the first comes at or before the second, which has the same unit; two plateaus are not comparable. */
    private static boolean isAtOrBefore(Trigger first, Trigger second) {
        return first.unit() != Trigger.Unit.PLATEAU && first.amount() <= second.amount();
    }
}
