package org.dl4jfreeze.examples.experiment;

import java.util.List;

/**
 * The results of all runs of an experiment, by number, of which {@code reused} were finished by an earlier invocation; and the
 * gradient variances at t0 of runs that share the first run's initialisation and differ in batch order, the first run's own first.
 */
public record Outcome(List<Run> runs, List<float[]> sharedInitialisation, int reused) {

    public Outcome {
        runs = List.copyOf(runs);
        sharedInitialisation = List.copyOf(sharedInitialisation);
    }
}
