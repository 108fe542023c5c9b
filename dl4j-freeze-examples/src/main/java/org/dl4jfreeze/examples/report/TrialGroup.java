package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Trial;

/** All trials of the same treatment, one per run and at least one. */
public record TrialGroup(List<Trial> trials) {

    private static final double PERCENT = 100;

    /** Returns the treatment of these trials. */
    public Treatment treatment() {
        return trials.get(0).treatment();
    }

    /** Returns the number of parameters that were frozen in the end. */
    public int frozen() {
        return trials.get(0).mask().frozenCount();
    }

    public MeanDeviation trainLoss() {
        return MeanDeviation.of(values(trial -> trial.losses().train()));
    }

    public MeanDeviation testLoss() {
        return MeanDeviation.of(testLosses());
    }

    /** Returns the test accuracy over the runs, in per cent. */
    public MeanDeviation accuracy() {
        return MeanDeviation.of(values(trial -> PERCENT * trial.accuracy()));
    }

    private double[] testLosses() {
        return values(trial -> trial.losses().test());
    }

    private double[] values(ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).toArray();
    }

    /** Returns the test losses compared with those of another treatment, run by run; this one's come first. */
    PairedComparison testLossAgainst(TrialGroup other) {
        return PairedComparison.of(testLosses(), other.testLosses());
    }

    /** Returns the share, in per cent, of the parameters that another treatment left active which this one left active too. */
    MeanDeviation activeOfThoseIn(TrialGroup other) {
        return MeanDeviation.of(IntStream.range(0, trials.size())
                .mapToDouble(i -> {
                    FreezeMask theirs = other.trials.get(i).mask();
                    return PERCENT * active(trials.get(i).mask().or(theirs)) / active(theirs);
                })
                .toArray());
    }

    private static int active(FreezeMask mask) {
        return mask.length() - mask.frozenCount();
    }
}
