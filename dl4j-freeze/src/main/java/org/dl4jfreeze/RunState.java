package org.dl4jfreeze;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.network.ParameterGroup;

/** A {@link FreezingRun} at rest: what the updater state can't carry. Shares nothing with the run. */
final class RunState implements Serializable {

    private static final long serialVersionUID = 1L;

    private final PlanExecution execution;
    private final OrderStatistics.Snapshot statistics;
    private final String shape;
    private final int varianceHash;

    RunState(FreezableNetwork network, PlanExecution execution, OrderStatistics.Snapshot statistics) {
        this.execution = execution.copy();
        this.statistics = statistics;
        this.shape = shapeOf(network);
        this.varianceHash = hash(network);
    }

    /** Saves a state. */
    interface Writer {

        /**
         * Saves it while nothing of it changes.
         *
         * @param state null if there is none
         */
        void write(RunState state) throws IOException;
    }

    /** Whether there is a full covariance with this; if so, it is saved beside it. */
    boolean hasFullCovariance() {
        return statistics.hasFull();
    }

    /** The full covariance; null if there is none, or it has not been put to the rest. */
    FullCovariance fullCovariance() {
        return statistics.full();
    }

    /** Puts the full covariance to the rest; the training that goes on with this goes on with it. */
    void putFullCovariance(FullCovariance covariance) {
        statistics.putFull(covariance);
    }

    /** Frees its memory; the training that goes on with this does so without it. */
    void giveUpFullCovariance() {
        statistics.giveUpFull();
    }

    PlanExecution execution() {
        return execution.copy();
    }

    OrderStatistics statistics(FreezableNetwork network, ListenerOptions options) {
        return OrderStatistics.restored(network, options, statistics);
    }

    /**
     * Checks that a network is one that this can go on with.
     *
     * @throws IllegalArgumentException if its parameter arrays are others, or the gradient variance is to be found in its
     *     updater state and is not
     */
    void checkFits(FreezableNetwork network) {
        String found = shapeOf(network);
        if (!found.equals(shape)) {
            throw new IllegalArgumentException("The saved training was of a network with the parameters " + shape
                    + ", this one has " + found + "; go on with the network that was saved, or start anew with a new"
                    + " listener");
        }
        if (statistics.needsVarianceOfState() && hash(network) != varianceHash) {
            throw new IllegalArgumentException(
                    "The network's updater state does not hold the gradient variance that was"
                            + " saved with this training; restore the network from the same file and with its updater, or load"
                            + " both with FreezingCheckpoint.load");
        }
    }

    private static int hash(FreezableNetwork network) {
        return Arrays.hashCode(network.variance().toDoubleVector());
    }

    /** Each layer's parameter arrays with their lengths, and whether they can be frozen. */
    private static String shapeOf(FreezableNetwork network) {
        return network.parameterCount() + ": "
                + network.groups().stream().map(RunState::shapeOf).collect(Collectors.joining(", "));
    }

    private static String shapeOf(ParameterGroup group) {
        return group.layer() + "." + group.name() + " " + group.length()
                + (group.isFreezable() ? "" : " (not freezable)");
    }
}
