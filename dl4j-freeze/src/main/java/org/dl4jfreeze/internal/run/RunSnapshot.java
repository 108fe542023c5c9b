package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.ParameterArray;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.SeenGradients;
import org.dl4jfreeze.internal.statistics.StatisticsSnapshot;

/** Snapshot of a {@link TrainingRun}, from which another network continues, and which is saved; shares nothing with the run. */
public final class RunSnapshot {

    private final List<ParameterGroup> groups;
    private final FreezeState state;
    private final StatisticsSnapshot statistics;
    /** The statistics of the run while it waits to be saved, from which a deferred order is made; null in other snapshots. */
    private final GradientStatistics original;

    /** Whether the updater state that belongs to this holds the gradient variance, bit for bit. */
    private final boolean varianceInState;

    private RunSnapshot(
            List<ParameterGroup> groups,
            FreezeState state,
            StatisticsSnapshot statistics,
            boolean varianceInState,
            GradientStatistics original) {
        this.groups = groups;
        this.varianceInState = varianceInState;
        this.state = state;
        this.statistics = statistics;
        this.original = original;
    }

    /** Copies everything, a full covariance too, so that another network can continue with it. */
    static RunSnapshot copyOf(NetworkView network, FreezeState state, GradientStatistics statistics) {
        CovarianceAccumulator full =
                statistics.full().isKept() ? statistics.full().copy() : null;
        return new RunSnapshot(network.groups(), state.copy(), StatisticsSnapshot.of(statistics, full), false, null);
    }

    /**
     * Passes a snapshot with the full covariance itself to a writer.
     *
     * @param isVarianceInState whether the updater state holds the gradient variance, bit for bit
     * @param ahead             what DL4J still has to do in the iteration or epoch that the state counts as done
     * @throws UncheckedIOException if the writer fails
     */
    static void save(
            NetworkView network,
            FreezeState state,
            GradientStatistics statistics,
            boolean isVarianceInState,
            NetworkAdapter.Ahead ahead,
            Writer writer) {
        CovarianceAccumulator full =
                statistics.full().isKept() ? statistics.full().covariance() : null;
        StatisticsSnapshot copied = StatisticsSnapshot.of(statistics, full);
        try {
            writer.write(new RunSnapshot(network.groups(), state.copy(), copied, isVarianceInState, statistics), ahead);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            copied.release();
        }
    }

    /** Saves a snapshot. */
    public interface Writer {

        /**
         * Saves it while the training waits.
         *
         * @param snapshot null if the listener has not seen a network yet
         * @param ahead    what DL4J still has to do to the network in the iteration or epoch that the snapshot counts as done
         */
        void write(RunSnapshot snapshot, NetworkAdapter.Ahead ahead) throws IOException;
    }

    /** Saves everything; returns what is to be saved with the arrays. */
    public RunData save(ArraySink arrays) throws IOException {
        RunData data = new RunData();
        data.groups = new ArrayList<>();
        for (ParameterGroup group : groups) {
            RunData.Group saved = new RunData.Group();
            saved.layer = group.layer();
            saved.name = group.name();
            saved.length = group.length();
            saved.freezable = group.isFreezable();
            data.groups.add(saved);
        }
        data.varianceInUpdaterState = varianceInState;
        data.plan = state.save(original, arrays);
        data.statistics = statistics.save(arrays);
        return data;
    }

    /**
     * Restores a snapshot; {@link #releaseFullCovariance} releases the memory of a full covariance.
     *
     * @param network the network that will resume; null if it is not known yet, see {@link #checkFits}
     * @throws IllegalArgumentException if the data are not those of such a network and of a listener with these options
     * @throws IllegalStateException    if there is too little memory
     */
    public static RunSnapshot restored(
            RunData data, StrictJson json, String at, ArraySource arrays, ListenerOptions options, NetworkView network)
            throws IOException {
        json.required(at + ".varianceInUpdaterState", data.varianceInUpdaterState);
        List<ParameterGroup> groups = groups(data, json, at + ".groups");
        if (network != null) {
            checkSame(groups, network.groups());
        }
        ParameterGroup last = groups.get(groups.size() - 1);
        int parameterCount = last.offset() + last.length();
        boolean hasSeen = data.statistics != null && Boolean.TRUE.equals(data.statistics.gradientsSeen);
        json.check(
                hasSeen || !options.plan().filter().excludesUntouched(),
                at + ".statistics.gradientsSeen",
                "expected true, because the plan excludes parameters without gradients");
        SeenGradients seen = hasSeen ? SeenGradients.read(arrays, parameterCount) : null;
        FreezeState state = FreezeState.restored(options.plan(), groups, seen, data.plan, json, at + ".plan", arrays);
        ParameterRanges eligible = PlanValidator.eligible(options.plan(), groups);
        StatisticsSnapshot statistics = StatisticsSnapshot.restored(
                data.statistics, json, at + ".statistics", arrays, options, eligible, seen, parameterCount);
        return new RunSnapshot(groups, state, statistics, data.varianceInUpdaterState, null);
    }

    private static List<ParameterGroup> groups(RunData data, StrictJson json, String at) {
        List<ParameterGroup> groups = new ArrayList<>();
        int offset = 0;
        for (RunData.Group group : json.required(at, data.groups)) {
            String field = at + "[" + groups.size() + "]";
            int length = json.atLeastZero(field + ".length", group.length);
            json.check(length <= Integer.MAX_VALUE - offset, field, "expected at most 2^31 - 1 parameters in total");
            groups.add(new ParameterArray(
                    json.required(field + ".layer", group.layer),
                    json.required(field + ".name", group.name),
                    offset,
                    length,
                    json.required(field + ".freezable", group.freezable)));
            offset += length;
        }
        json.check(!groups.isEmpty(), at, "expected at least one");
        return groups;
    }

    /** Returns the full covariance; null if there is none. */
    public CovarianceAccumulator fullCovariance() {
        return statistics.full();
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
     * @throws IllegalArgumentException if its parameter arrays differ, or the data type of its statistics, or if the gradient
     *     variance should be in its updater state and is not
     */
    public void checkFits(NetworkView network) {
        checkSame(groups, network.groups());
        if (statistics.type() != network.statisticsType()) {
            throw new IllegalArgumentException("The saved training has statistics in " + statistics.type()
                    + ", this network needs them in " + network.statisticsType()
                    + "; resume with the saved network, or attach a new listener");
        }
        if (varianceInState && !VectorMath.isSame(network.variance(), statistics.variance())) {
            throw new IllegalArgumentException(
                    "The network's updater state does not hold the gradient variance that was"
                            + " saved with this training; restore the network from the same file and with its updater, or load"
                            + " both with FreezingCheckpoint.load");
        }
    }

    private static void checkSame(List<ParameterGroup> saved, List<ParameterGroup> found) {
        if (!saved.equals(found)) {
            throw new IllegalArgumentException("The saved training was of a network with the parameters "
                    + shapeOf(saved) + ", this one has " + shapeOf(found)
                    + "; resume with the saved network, or attach a new listener");
        }
    }

    /** Describes each layer's parameter arrays with their lengths, and whether they can be frozen. */
    private static String shapeOf(List<ParameterGroup> groups) {
        return groups.stream().mapToLong(ParameterGroup::length).sum() + ": "
                + groups.stream().map(RunSnapshot::shapeOf).collect(Collectors.joining(", "));
    }

    private static String shapeOf(ParameterGroup group) {
        return (group.layer() == null ? "(unnamed)" : group.layer()) + "." + group.name() + " " + group.length()
                + (group.isFreezable() ? "" : " (not freezable)");
    }
}
