package org.dl4jfreeze.examples.experiment;

import java.util.Optional;

/** Finished parts of an experiment, so that an interrupted one need not repeat them. Called from several threads. */
public interface RunArchive {

    /** Returns the run that was finished earlier with the same settings, data and program, if there is one. */
    Optional<Run> findRun(int number);

    void keep(Run run);

    /** Returns the variance at t0 with the first run's initialisation and the given batch order, if it was finished earlier. */
    Optional<float[]> findVariance(int batchOrder);

    void keep(int batchOrder, float[] variance);
}
