package org.dl4jfreeze.examples.experiment;

/** Told how far the work has come; called from several threads. */
public interface Progress extends AutoCloseable {

    /**
     * A branch, or the common part of a run, has been trained.
     *
     * @param iterations how many iterations that were
     */
    void advance(long iterations);

    /**
     * A run is complete.
     *
     * @param number its number, from 1
     */
    void runFinished(int number);

    /** Nothing more will be told. */
    @Override
    void close();
}
