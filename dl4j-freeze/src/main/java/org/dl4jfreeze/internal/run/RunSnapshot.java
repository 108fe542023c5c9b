package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.statistics.GradientStatistics;

/** A {@link TrainingRun} at rest: what the updater state can't carry. Shares nothing with the run. */
public final class RunSnapshot implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezeState execution;
    private final GradientStatistics.Snapshot statistics;
    private final String shape;
    private final int varianceHash;

    RunSnapshot(NetworkView network, FreezeState execution, GradientStatistics.Snapshot statistics) {
        this.execution = execution.copy();
        this.statistics = statistics;
        this.shape = shapeOf(network);
        this.varianceHash = hash(network);
    }

    /** Saves a state. */
    public interface Writer {

        /**
         * Saves it while nothing of it changes.
         *
         * @param state null if there is none
         */
        void write(RunSnapshot state) throws IOException;
    }

    /** Whether there is a full covariance with this; if so, it is saved beside it. */
    public boolean hasFullCovariance() {
        return statistics.hasFull();
    }

    /** The full covariance; null if there is none, or it has not been put to the rest. */
    public CovarianceAccumulator fullCovariance() {
        return statistics.full();
    }

    /** Puts the full covariance to the rest; the training that goes on with this goes on with it. */
    public void putFullCovariance(CovarianceAccumulator covariance) {
        statistics.putFull(covariance);
    }

    /** Frees its memory; the training that goes on with this does so without it. */
    public void giveUpFullCovariance() {
        statistics.giveUpFull();
    }

    FreezeState execution() {
        return execution.copy();
    }

    GradientStatistics statistics(NetworkView network, ListenerOptions options) {
        return GradientStatistics.restored(network, options, statistics);
    }

    /**
     * Checks that a network is one that this can go on with.
     *
     * @throws IllegalArgumentException if its parameter arrays are others, or the gradient variance is to be found in its
     *     updater state and is not
     */
    public void checkFits(NetworkView network) {
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

    private static int hash(NetworkView network) {
        return Arrays.hashCode(network.variance().toDoubleVector());
    }

    /** Each layer's parameter arrays with their lengths, and whether they can be frozen. */
    private static String shapeOf(NetworkView network) {
        return network.parameterCount() + ": "
                + network.groups().stream().map(RunSnapshot::shapeOf).collect(Collectors.joining(", "));
    }

    private static String shapeOf(ParameterGroup group) {
        return group.layer() + "." + group.name() + " " + group.length()
                + (group.isFreezable() ? "" : " (not freezable)");
    }
}
