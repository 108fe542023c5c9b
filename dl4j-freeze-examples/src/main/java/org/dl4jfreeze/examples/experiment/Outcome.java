package org.dl4jfreeze.examples.experiment;

import java.util.List;

/** All that the runs of an experiment gave. */
public final class Outcome {

    private final List<Run> runs;
    private final List<float[]> sharedInitialisation;
    private final int takenOver;

    Outcome(List<Run> runs, List<float[]> sharedInitialisation, int takenOver) {
        this.runs = List.copyOf(runs);
        this.sharedInitialisation = List.copyOf(sharedInitialisation);
        this.takenOver = takenOver;
    }

    /**
     * The runs, which differ in initialisation and batch order.
     *
     * @return by number
     */
    public List<Run> runs() {
        return runs;
    }

    /**
     * Gradient variances at t0 of runs that share the first run's initialisation and differ in batch order.
     *
     * @return the first run's own first
     */
    public List<float[]> sharedInitialisation() {
        return sharedInitialisation;
    }

    /**
     * How many of the runs had been finished by an earlier call.
     *
     * @return the number
     */
    public int takenOver() {
        return takenOver;
    }
}
