package org.dl4jfreeze;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.dl4jfreeze.covariance.full.CovarianceContent;
import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.covariance.full.ParameterSegments;
import org.dl4jfreeze.covariance.full.RankOne;
import org.dl4jfreeze.memory.OffHeapMemory;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.network.ParameterGroup;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The full covariance among the {@link OrderStatistics}: one that takes in samples, or the parts of one, which are put together when
 * it is asked for, since that takes as much memory again; or none. Not thread-safe.
 */
final class FullStatistics {

    private static final FullStatistics NONE = new FullStatistics(null, Covariance.diagonal(), List.of(), List.of());

    private final Covariance option;
    /** What it is yet to be put together of; empty otherwise. */
    private List<FullStatistics> parts;

    private final List<RankOne> shifts;
    /** Null where there is none, before parts are put together, and after the end. */
    private FullCovariance covariance;

    private boolean released;
    private boolean sated;
    /** Where samples are compared with a running mean: what that was at the last one that was taken in, if it goes on. */
    private INDArray center;

    private FullStatistics(
            FullCovariance covariance, Covariance option, List<FullStatistics> parts, List<RankOne> shifts) {
        this.covariance = covariance;
        this.option = option;
        this.parts = parts;
        this.shifts = shifts;
    }

    /** One without samples, or none, as the options say. */
    static FullStatistics open(FreezableNetwork network, ListenerOptions options) {
        return options.covariance().isFull()
                ? of(
                        options.covariance()
                                .open(
                                        segments(network, options.plan()),
                                        typeOf(network),
                                        options.smoothing(),
                                        options.expectedSamples()),
                        options.covariance())
                : NONE;
    }

    /** What is left of one that has been given up; none, if there was to be none. */
    static FullStatistics withoutContent(ListenerOptions options) {
        if (!options.covariance().isFull()) {
            return NONE;
        }
        FullStatistics givenUp = of(null, options.covariance());
        givenUp.released = true;
        return givenUp;
    }

    /** One that goes on. */
    static FullStatistics of(FullCovariance covariance, Covariance option) {
        return new FullStatistics(covariance, option, List.of(), List.of());
    }

    /**
     * That of all samples of several.
     *
     * @param shifts what is to be added; looked at when it is asked for
     */
    static FullStatistics merged(List<FullStatistics> parts, List<RankOne> shifts) {
        List<FullStatistics> kept = new ArrayList<>(parts);
        kept.removeIf(part -> !part.isKept());
        return kept.isEmpty() ? NONE : new FullStatistics(null, kept.get(0).option, kept, shifts);
    }

    static long bytesNeeded(FreezableNetwork network, ListenerOptions options) {
        return options.covariance().isFull()
                ? options.covariance()
                        .bytesNeeded(
                                segments(network, options.plan()).count(), typeOf(network), options.expectedSamples())
                : 0;
    }

    /** Of a covariance of the samples of so many workers, in addition to those of each. */
    static long bytesMerged(FreezableNetwork network, ListenerOptions options, int workers) {
        return options.covariance()
                .bytesMerged(
                        segments(network, options.plan()).count(), typeOf(network), options.expectedSamples(), workers);
    }

    /** What the plan's order takes when it is made. */
    static long bytesForOrder(FreezableNetwork network, ListenerOptions options, int workers) {
        return options.covariance().isFull()
                ? options.covariance()
                        .bytesForOrder(
                                options.plan().criterion().kind(),
                                segments(network, options.plan()).count(),
                                options.expectedSamples(),
                                workers)
                : 0;
    }

    /** How much memory it has taken. */
    long bytesThere() {
        return covariance == null ? 0 : covariance.describe().bytesNeeded();
    }

    private static DataType typeOf(FreezableNetwork network) {
        return network.parameters().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** The parameters that take part in the plan. */
    static ParameterSegments segments(FreezableNetwork network, FreezePlan plan) {
        List<ParameterGroup> groups = PlanChecks.participatingGroups(plan, network.groups());
        return ParameterSegments.of(
                network.parameterCount(),
                groups.stream().mapToLong(ParameterGroup::offset).toArray(),
                groups.stream().mapToLong(ParameterGroup::length).toArray());
    }

    /** Whether there is one. */
    boolean isKept() {
        if (covariance != null && covariance.isClosed()) {
            // by whoever was given it
            forget(true);
        }
        return !released && (covariance != null || !parts.isEmpty());
    }

    long samples() {
        return !isKept()
                ? 0
                : covariance != null
                        ? covariance.samples()
                        : parts.stream().mapToLong(FullStatistics::samples).sum();
    }

    /** Takes in a sample, unless there are enough. */
    void add(INDArray difference, Supplier<INDArray> runningMean) {
        if (!isKept() || isSated()) {
            return;
        }
        covariance().add(difference);
        INDArray mean = runningMean.get();
        if (isSated() && mean != null) {
            center = mean.dup();
        }
    }

    /** Whether there are as many samples as were asked for. */
    boolean isSated() {
        return sated || !option.takesAfter(samples());
    }

    /** Others have taken in as many samples as were asked for. */
    void takeNoMore() {
        sated = true;
    }

    /**
     * The mean that its samples are compared with; null for samples that are not.
     *
     * @param runningMean of all samples, the later ones too
     */
    INDArray center(INDArray runningMean) {
        return center == null ? runningMean : center;
    }

    /** The mean that its samples are compared with is this for ever, if there will be no more. */
    void keepCenter(INDArray mean) {
        center = mean != null && isSated() ? mean : null;
    }

    /**
     * Checks that there is one.
     *
     * @throws IllegalStateException if there is none
     */
    void require() {
        if (released) {
            throw new IllegalStateException("The full covariance has been given up, with the listener or by its own"
                    + " close(); ask before that, and save it with FreezingCheckpoint");
        }
        if (!isKept()) {
            throw new IllegalStateException("The full covariance has not been collected; build the listener with"
                    + " .covariance(Covariance.full())");
        }
    }

    /**
     * The covariance itself.
     *
     * @throws IllegalStateException if there is none
     */
    FullCovariance covariance() {
        require();
        if (covariance == null) {
            List<FullCovariance> all = new ArrayList<>();
            parts.forEach(part -> all.add(part.covariance()));
            covariance = FullCovariance.merged(all, shifts);
            parts = List.of();
        }
        return covariance;
    }

    /**
     * A copy, to the bit.
     *
     * @throws IllegalStateException if there is none, or not enough memory for another one
     */
    FullCovariance copy() {
        FullCovariance original = covariance();
        CovarianceContent content = original.describe();
        OffHeapMemory.require(
                content.bytesNeeded(),
                "To copy the full covariance of " + content.samples() + " samples for a clone of the network",
                "give the clone a listener of its own, or close this one");
        List<INDArray> views = new ArrayList<>();
        original.forEachPart(views::add);
        return FullCovariance.restored(content, views.iterator()::next);
    }

    /** Frees the memory. */
    void close() {
        if (covariance != null) {
            covariance.close();
        }
        forget();
    }

    /** The memory is freed when nobody holds the covariance any more. */
    void forget() {
        forget(isKept());
    }

    private void forget(boolean kept) {
        if (kept) {
            covariance = null;
            parts = List.of();
            released = true;
        }
    }
}
