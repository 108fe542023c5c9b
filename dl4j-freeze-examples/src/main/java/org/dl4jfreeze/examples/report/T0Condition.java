package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far t0 meets the paper's condition on it, that the quality hardly changes after t0: the training loss with everything
 * frozen at t0 (fraction 1), which is the loss at t0, against that with nothing frozen (fraction 0), which is the loss after
 * the last iteration.
 */
public record T0Condition(
        @JsonIgnore int freezeAt,
        @JsonIgnore int iterations,
        @JsonProperty("train_loss_at_t0") MeanDeviation atT0,
        @JsonProperty("train_loss_at_end") MeanDeviation atEnd) {

    /** Reads both losses from the first order, as all are the same there; empty unless the fractions 0 and 1 were run. */
    public static Optional<T0Condition> of(Results results) {
        List<Double> fractions = results.settings().fractions();
        if (!fractions.containsAll(List.of(0.0, 1.0))) {
            return Optional.empty();
        }
        List<Group> groups = results.groups(results.settings().orders().get(0));
        return Optional.of(new T0Condition(
                results.settings().freezeAt(),
                results.settings().iterations(),
                groups.get(fractions.indexOf(1.0)).trainLoss(),
                groups.get(fractions.indexOf(0.0)).trainLoss()));
    }

    /** Returns (end - t0) / t0 of the mean losses, negative if the loss falls further; 0 would meet the condition. */
    @JsonProperty("relative_change")
    public double relativeChange() {
        return (atEnd.mean() - atT0.mean()) / atT0.mean();
    }

    /** Returns both losses and the change, in one sentence. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Training loss after t0, with nothing frozen: %s at t0 = %d, %s after %d iterations, a change of %s"
                        + " (by the paper's condition on t0 there should hardly be any).",
                atT0,
                freezeAt,
                atEnd,
                iterations,
                NumberText.percent(relativeChange()));
    }
}
