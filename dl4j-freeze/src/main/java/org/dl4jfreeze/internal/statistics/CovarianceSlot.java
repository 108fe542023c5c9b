package org.dl4jfreeze.internal.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceContent;
import org.dl4jfreeze.internal.covariance.ParameterSegments;
import org.dl4jfreeze.internal.covariance.RankOne;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The full covariance among the {@link GradientStatistics}: one that takes in samples, or the parts of one, which are put together when
 * it is asked for, since that takes as much memory again; or none. Not thread-safe.
 */
public final class CovarianceSlot {

    private static final CovarianceSlot NONE = new CovarianceSlot(null, Covariance.diagonal(), List.of(), List.of());

    private final Covariance option;
    /** What it is yet to be put together of; empty otherwise. */
    private List<CovarianceSlot> parts;

    private final List<RankOne> shifts;
    /** Null where there is none, before parts are put together, and after the end. */
    private CovarianceAccumulator covariance;

    private boolean released;
    private boolean atLimit;
    /** Where samples are compared with a running mean: what that was at the last one that was taken in, if it goes on. */
    private INDArray center;

    private CovarianceSlot(
            CovarianceAccumulator covariance, Covariance option, List<CovarianceSlot> parts, List<RankOne> shifts) {
        this.covariance = covariance;
        this.option = option;
        this.parts = parts;
        this.shifts = shifts;
    }

    /** One without samples, or none, as the options say. */
    static CovarianceSlot open(NetworkView network, ListenerOptions options) {
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
    static CovarianceSlot withoutContent(ListenerOptions options) {
        if (!options.covariance().isFull()) {
            return NONE;
        }
        CovarianceSlot givenUp = of(null, options.covariance());
        givenUp.released = true;
        return givenUp;
    }

    /** One that goes on. */
    static CovarianceSlot of(CovarianceAccumulator covariance, Covariance option) {
        return new CovarianceSlot(covariance, option, List.of(), List.of());
    }

    /**
     * That of all samples of several.
     *
     * @param shifts what is to be added; looked at when it is asked for
     */
    static CovarianceSlot merged(List<CovarianceSlot> parts, List<RankOne> shifts) {
        List<CovarianceSlot> kept = new ArrayList<>(parts);
        kept.removeIf(part -> !part.isKept());
        return kept.isEmpty() ? NONE : new CovarianceSlot(null, kept.get(0).option, kept, shifts);
    }

    public static long bytesNeeded(NetworkView network, ListenerOptions options) {
        return options.covariance().isFull()
                ? options.covariance()
                        .bytesNeeded(
                                segments(network, options.plan()).count(), typeOf(network), options.expectedSamples())
                : 0;
    }

    /** Of a covariance of the samples of so many workers, in addition to those of each. */
    public static long bytesMerged(NetworkView network, ListenerOptions options, int workers) {
        return options.covariance()
                .bytesMerged(
                        segments(network, options.plan()).count(), typeOf(network), options.expectedSamples(), workers);
    }

    /** What the plan's order takes when it is made. */
    public static long bytesForOrder(NetworkView network, ListenerOptions options, int workers) {
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
    public long bytesThere() {
        return covariance == null ? 0 : covariance.describe().bytesNeeded();
    }

    private static DataType typeOf(NetworkView network) {
        return network.parameters().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** The parameters that take part in the plan. */
    static ParameterSegments segments(NetworkView network, FreezePlan plan) {
        List<ParameterGroup> groups = PlanValidator.participatingGroups(plan, network.groups());
        return ParameterSegments.of(
                network.parameterCount(),
                groups.stream().mapToLong(ParameterGroup::offset).toArray(),
                groups.stream().mapToLong(ParameterGroup::length).toArray());
    }

    /** Whether there is one. */
    public boolean isKept() {
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
                        : parts.stream().mapToLong(CovarianceSlot::samples).sum();
    }

    /** Takes in a sample, unless there are enough. */
    public void add(INDArray difference, Supplier<INDArray> runningMean) {
        if (!isKept() || isAtLimit()) {
            return;
        }
        covariance().add(difference);
        INDArray mean = runningMean.get();
        if (isAtLimit() && mean != null) {
            center = mean.dup();
        }
    }

    /** Tells whether as many samples were taken as the covariance is limited to. */
    public boolean isAtLimit() {
        return atLimit || !option.takesAfter(samples());
    }

    /** Stops sampling, because other replicas have reached the limit. */
    public void stopSampling() {
        atLimit = true;
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
        center = mean != null && isAtLimit() ? mean : null;
    }

    /**
     * Checks that there is one.
     *
     * @throws IllegalStateException if there is none
     */
    public void require() {
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
    public CovarianceAccumulator covariance() {
        require();
        if (covariance == null) {
            List<CovarianceAccumulator> all = new ArrayList<>();
            parts.forEach(part -> all.add(part.covariance()));
            covariance = CovarianceAccumulator.merged(all, shifts);
            parts = List.of();
        }
        return covariance;
    }

    /**
     * A copy, to the bit.
     *
     * @throws IllegalStateException if there is none, or not enough memory for another one
     */
    public CovarianceAccumulator copy() {
        CovarianceAccumulator original = covariance();
        CovarianceContent content = original.describe();
        OffHeapMemory.require(
                content.bytesNeeded(),
                "To copy the full covariance of " + content.samples() + " samples for a clone of the network",
                "give the clone a listener of its own, or close this one");
        List<INDArray> views = new ArrayList<>();
        original.forEachPart(views::add);
        return CovarianceAccumulator.restored(content, views.iterator()::next);
    }

    /** Frees the memory. */
    public void close() {
        if (covariance != null) {
            covariance.close();
        }
        forget();
    }

    /** The memory is freed when nobody holds the covariance any more. */
    public void forget() {
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
