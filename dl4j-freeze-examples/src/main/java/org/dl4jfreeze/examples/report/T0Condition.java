package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far t0 meets the paper's condition on it, that the quality hardly changes after t0: the training loss with everything
 * frozen at t0 (fraction 1), which is the loss at t0, against that with nothing frozen (fraction 0), which is the loss after
 * the last iteration.
 */
public final class T0Condition {

    private final int freezeAt;
    private final int iterations;
    private final MeanDeviation atT0;
    private final MeanDeviation atEnd;

    private T0Condition(Results results, Group frozen, Group free) {
        this.freezeAt = results.settings().freezeAt();
        this.iterations = results.settings().iterations();
        this.atT0 = frozen.trainLoss();
        this.atEnd = free.trainLoss();
    }

    /**
     * Reads both losses from any order, for with nothing and with everything frozen all are the same.
     *
     * @param results the runs
     * @return nothing unless the fractions 0 and 1 were run
     */
    public static Optional<T0Condition> of(Results results) {
        List<Double> fractions = results.settings().fractions();
        if (!fractions.containsAll(List.of(0.0, 1.0))) {
            return Optional.empty();
        }
        List<Group> groups = results.groups(results.settings().orders().get(0));
        return Optional.of(
                new T0Condition(results, groups.get(fractions.indexOf(1.0)), groups.get(fractions.indexOf(0.0))));
    }

    /**
     * Training loss at t0.
     *
     * @return over runs
     */
    public MeanDeviation atT0() {
        return atT0;
    }

    /**
     * Training loss after the last iteration with nothing frozen.
     *
     * @return over runs
     */
    public MeanDeviation atEnd() {
        return atEnd;
    }

    /**
     * By which part of the loss at t0 the mean loss still changes; 0 would meet the condition.
     *
     * @return (end - t0) / t0, negative if the loss falls on
     */
    public double relativeChange() {
        return (atEnd.mean() - atT0.mean()) / atT0.mean();
    }

    /**
     * Both losses and the change.
     *
     * @return one sentence
     */
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
