package org.dl4jfreeze.examples.experiment;

/** Receives how far the work has come; called from several threads. */
public interface Progress extends AutoCloseable {

    /** Adds iterations of a branch, or of the common part of a run, that have been trained. */
    void advance(long iterations);

    /** Adds iterations that need not be trained, because an earlier invocation has done so. */
    default void skip(long iterations) {
        advance(iterations);
    }

    /** Notes that the run of a number, from 1, is complete. */
    void runFinished(int number);

    @Override
    void close();
}
