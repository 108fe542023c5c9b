package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticsSnapshot;

/** Serialisable snapshot of a {@link TrainingRun}, without what is in the updater state; shares nothing with the run. */
public final class RunSnapshot implements Serializable {

    private static final long serialVersionUID = 2L;

    private final FreezeState state;
    private final StatisticsSnapshot statistics;
    private final String shape;
    private final int varianceHash;

    private RunSnapshot(NetworkView network, FreezeState state, StatisticsSnapshot statistics) {
        this.state = state.copy();
        this.statistics = statistics;
        this.shape = shapeOf(network);
        this.varianceHash = hash(network);
    }

    /** Copies everything, a full covariance too, so that another network can continue with it. */
    static RunSnapshot copyOf(NetworkView network, FreezeState state, GradientStatistics statistics) {
        StatisticsSnapshot copied = StatisticsSnapshot.of(statistics, true);
        if (copied.hasFull()) {
            copied.attachFull(statistics.full().copy());
        }
        return new RunSnapshot(network, state, copied);
    }

    /**
     * Passes a snapshot with the full covariance itself to a writer.
     *
     * @param isVarianceInState whether the updater state that is saved with it holds the gradient variance
     * @throws UncheckedIOException if the writer fails
     */
    static void save(
            NetworkView network,
            FreezeState state,
            GradientStatistics statistics,
            boolean isVarianceInState,
            Writer writer) {
        StatisticsSnapshot copied = StatisticsSnapshot.of(statistics, !isVarianceInState);
        if (copied.hasFull()) {
            copied.attachFull(statistics.full().covariance());
        }
        try {
            writer.write(new RunSnapshot(network, state, copied));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Saves a snapshot. */
    public interface Writer {

        /**
         * Saves it while the training waits.
         *
         * @param snapshot null if the listener has not seen a network yet
         */
        void write(RunSnapshot snapshot) throws IOException;
    }

    /** Tells whether a full covariance belongs to this; if so, it is saved separately. */
    public boolean hasFullCovariance() {
        return statistics.hasFull();
    }

    /** Returns the attached full covariance; null if there is none. */
    public CovarianceAccumulator fullCovariance() {
        return statistics.full();
    }

    /** Attaches the full covariance that belongs to this. */
    public void attachFullCovariance(CovarianceAccumulator covariance) {
        statistics.attachFull(covariance);
    }

    /** Releases the full covariance and its memory; a training resumes without it. */
    public void releaseFullCovariance() {
        statistics.releaseFull();
    }

    FreezeState state() {
        return state.copy();
    }

    GradientStatistics statistics(NetworkView network, ListenerOptions options) {
        return statistics.restore(network, options);
    }

    /**
     * Checks that a training can resume with a network.
     *
     * @throws IllegalArgumentException if its parameter arrays differ, or if the gradient variance should be in its updater
     *     state and is not
     */
    public void checkFits(NetworkView network) {
        String found = shapeOf(network);
        if (!found.equals(shape)) {
            throw new IllegalArgumentException("The saved training was of a network with the parameters " + shape
                    + ", this one has " + found + "; resume with the saved network, or attach a new listener");
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

    /** Describes each layer's parameter arrays with their lengths, and whether they can be frozen. */
    private static String shapeOf(NetworkView network) {
        return network.parameterCount() + ": "
                + network.groups().stream().map(RunSnapshot::shapeOf).collect(Collectors.joining(", "));
    }

    private static String shapeOf(ParameterGroup group) {
        return group.layer() + "." + group.name() + " " + group.length()
                + (group.isFreezable() ? "" : " (not freezable)");
    }
}
