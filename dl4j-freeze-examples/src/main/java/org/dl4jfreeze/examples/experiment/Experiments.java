package org.dl4jfreeze.examples.experiment;

import java.util.List;

/** All experiments, in the order of the paper's figures. */
public final class Experiments {

    private static final List<Experiment> ALL = List.of(
            new MnistExperiment(),
            new BostonExperiment(),
            SyntheticExperiment.one(),
            SyntheticExperiment.two(),
            SyntheticExperiment.three());

    private Experiments() {}

    public static List<Experiment> all() {
        return ALL;
    }
}
