package org.dl4jfreeze.examples.experiment;

import java.util.Optional;

/** Finished parts of an experiment, so that an interrupted one need not repeat them. Called from several threads. */
public interface RunArchive {

    /**
     * A run that was finished earlier, with the same settings, data and program.
     *
     * @param number its number, from 1
     * @return the run, if there is one
     */
    Optional<Run> findRun(int number);

    /**
     * Keeps a finished run.
     *
     * @param run the run
     */
    void keep(Run run);

    /**
     * A variance that was finished earlier.
     *
     * @param batchOrder number of the batch order
     * @return the gradient variance at t0, if there is one
     */
    Optional<float[]> findVariance(int batchOrder);

    /**
     * Keeps the variance of a run with the first run's initialisation.
     *
     * @param batchOrder number of the batch order
     * @param variance   the gradient variance at t0
     */
    void keep(int batchOrder, float[] variance);

    /**
     * An archive that keeps nothing.
     *
     * @return the archive
     */
    static RunArchive none() {
        return new RunArchive() {
            @Override
            public Optional<Run> findRun(int number) {
                return Optional.empty();
            }

            @Override
            public void keep(Run run) {
                // keeps nothing
            }

            @Override
            public Optional<float[]> findVariance(int batchOrder) {
                return Optional.empty();
            }

            @Override
            public void keep(int batchOrder, float[] variance) {
                // keeps nothing
            }
        };
    }
}
