package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Trial;

/** All trials, one per run, of the same treatment. */
public final class TrialGroup {

    private static final double PERCENT = 100;

    private final List<Trial> trials;

    /**
     * Groups trials.
     *
     * @param trials trials of the same treatment, by run, at least one
     */
    TrialGroup(List<Trial> trials) {
        this.trials = List.copyOf(trials);
    }

    /**
     * What was done.
     *
     * @return the treatment
     */
    public Treatment treatment() {
        return trials.get(0).treatment();
    }

    /**
     * Number of parameters that were frozen in the end.
     *
     * @return the number
     */
    public int frozen() {
        return trials.get(0).mask().frozenCount();
    }

    /**
     * Training loss over the runs.
     *
     * @return mean and standard deviation
     */
    public MeanDeviation trainLoss() {
        return over(Trial::trainLoss);
    }

    /**
     * Test loss over the runs.
     *
     * @return mean and standard deviation
     */
    public MeanDeviation testLoss() {
        return over(Trial::testLoss);
    }

    /**
     * Test accuracy over the runs.
     *
     * @return mean and standard deviation in per cent
     */
    public MeanDeviation accuracy() {
        return over(trial -> PERCENT * trial.accuracy());
    }

    private MeanDeviation over(ToDoubleFunction<Trial> value) {
        return MeanDeviation.of(trials.stream().map(value::applyAsDouble).collect(Collectors.toList()));
    }

    /** The test losses compared with those of another treatment, run by run; this one's come first. */
    PairedComparison testLossAgainst(TrialGroup other) {
        return PairedComparison.of(testLosses(), other.testLosses());
    }

    private double[] testLosses() {
        return trials.stream().mapToDouble(Trial::testLoss).toArray();
    }

    /** Of the parameters that another treatment left active, the part that this one left active too, in per cent. */
    MeanDeviation activeOfThoseIn(TrialGroup other) {
        List<Double> parts = new ArrayList<>();
        for (int i = 0; i < trials.size(); i++) {
            FreezeMask mine = trials.get(i).mask();
            FreezeMask theirs = other.trials.get(i).mask();
            parts.add(PERCENT * active(mine.or(theirs)) / active(theirs));
        }
        return MeanDeviation.of(parts);
    }

    private static int active(FreezeMask mask) {
        return mask.length() - mask.frozenCount();
    }
}
