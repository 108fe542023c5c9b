package org.dl4jfreeze.examples.experiment;

import java.util.List;

/** All experiments, in the order of the paper's figures. */
public final class Experiments {

    private static final List<Experiment> ALL = List.of(
            new MnistExperiment(),
            new BostonExperiment(),
            new Synthetic1Experiment(),
            new Synthetic2Experiment(),
            new Synthetic3Experiment());

    private Experiments() {}

    /**
     * All experiments.
     *
     * @return one per data set
     */
    public static List<Experiment> all() {
        return ALL;
    }
}
