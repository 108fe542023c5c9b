package org.dl4jfreeze.internal.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.RankOne;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Holds the full covariance of the {@link GradientStatistics}: one that accumulates samples, or the parts of one, which are merged on
 * first use, since that takes as much memory again; or none. Not thread-safe.
 */
public final class CovarianceSlot {

    private static final CovarianceSlot NONE = new CovarianceSlot(null, Covariance.diagonal(), List.of(), List.of());

    private final Covariance option;
    /** Parts not merged yet; empty once merged. */
    private List<CovarianceSlot> parts;

    private final List<RankOne> shifts;
    /** Null if there is none, before parts are merged, and after release. */
    private CovarianceAccumulator covariance;

    private boolean released;
    private boolean atLimit;
    /** The running mean at the last sample, where samples are compared with one and further samples follow; otherwise null. */
    private INDArray center;

    private CovarianceSlot(
            CovarianceAccumulator covariance, Covariance option, List<CovarianceSlot> parts, List<RankOne> shifts) {
        this.covariance = covariance;
        this.option = option;
        this.parts = parts;
        this.shifts = shifts;
    }

    /** Creates a covariance without samples, or none, as the options say. */
    static CovarianceSlot open(NetworkView network, StatisticsOptions options) {
        Covariance option = options.covariance();
        if (!option.isFull()) {
            return NONE;
        }
        return of(
                new CovarianceAccumulator(
                        options.eligible(network),
                        network.parameterCount(),
                        network.statisticsType(),
                        options.smoothing(),
                        option.form(),
                        expectedSamples(option, options.expectedSamples(), 0)),
                option);
    }

    /**
     * Returns the number of samples that a full covariance will have.
     *
     * @param ofPlan  how many the plan gives; 0 if unknown
     * @param unknown the result if there is no limit on them either
     */
    public static long expectedSamples(Covariance option, long ofPlan, long unknown) {
        if (ofPlan > 0) {
            return Math.min(ofPlan, option.maximumSamples());
        }
        return option.maximumSamples() == Integer.MAX_VALUE ? unknown : option.maximumSamples();
    }

    /**
     * Checks that enough samples are kept for an order.
     *
     * @throws IllegalArgumentException if not
     */
    public static void checkEnough(Covariance option, int needed) {
        if (option.maximumSamples() < needed) {
            throw new IllegalArgumentException(option + " keeps at most " + option.maximumSamples()
                    + " samples, fewer than the " + needed + " that the order needs; raise .atMost(n)");
        }
    }

    /** Creates a placeholder for a released covariance; none, if none was to be kept. */
    static CovarianceSlot withoutContent(StatisticsOptions options) {
        if (!options.covariance().isFull()) {
            return NONE;
        }
        CovarianceSlot placeholder = of(null, options.covariance());
        placeholder.released = true;
        return placeholder;
    }

    /** Continues a covariance. */
    static CovarianceSlot of(CovarianceAccumulator covariance, Covariance option) {
        return new CovarianceSlot(covariance, option, List.of(), List.of());
    }

    /** Returns the covariance of all samples of several, plus the shifts; merged on first use. */
    static CovarianceSlot merged(List<CovarianceSlot> parts, List<RankOne> shifts) {
        List<CovarianceSlot> kept = new ArrayList<>(parts);
        kept.removeIf(part -> !part.isKept());
        return kept.isEmpty() ? NONE : new CovarianceSlot(null, kept.get(0).option, kept, shifts);
    }

    /** Returns the bytes of off-heap memory that the covariance has already allocated. */
    public long bytesAllocated() {
        return covariance == null ? 0 : covariance.bytes();
    }

    /** Tells whether there is a covariance. */
    public boolean isKept() {
        if (covariance != null && covariance.isClosed()) {
            // closed by the caller
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

    /** Accumulates a sample, unless the limit is reached. */
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
        return atLimit || samples() >= option.maximumSamples();
    }

    /** Stops sampling, because other replicas have reached the limit. */
    public void stopSampling() {
        atLimit = true;
    }

    /** Returns the mean that its samples are compared with, given that of all samples; null for samples that are not compared. */
    INDArray center(INDArray runningMean) {
        return center == null ? runningMean : center;
    }

    /** Fixes the mean that its samples are compared with, if there will be no more samples. */
    void keepCenter(INDArray mean) {
        center = mean != null && isAtLimit() ? mean : null;
    }

    /**
     * Checks that there is a covariance.
     *
     * @throws IllegalStateException if there is none
     */
    public void require() {
        if (released) {
            throw new IllegalStateException("The full covariance was released, by the listener's close() or its own;"
                    + " query it before, or save it with FreezingCheckpoint");
        }
        if (!isKept()) {
            throw new IllegalStateException("The full covariance was not collected; build the listener with"
                    + " .covariance(Covariance.full())");
        }
    }

    /**
     * Returns the covariance, merged.
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
     * Copies the covariance, bit for bit.
     *
     * @throws IllegalStateException if there is none, or not enough memory for another one
     */
    public CovarianceAccumulator copy() {
        CovarianceAccumulator original = covariance();
        OffHeapMemory.require(
                original.bytes(),
                "Copying the full covariance of " + original.samples() + " samples for a clone of the network",
                "give the clone a separate listener, or close this one");
        return original.copy();
    }

    /** Frees the memory. */
    public void close() {
        if (covariance != null) {
            covariance.close();
        }
        forget();
    }

    /** Drops the reference, so that the memory is freed once the covariance is unreachable. */
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
