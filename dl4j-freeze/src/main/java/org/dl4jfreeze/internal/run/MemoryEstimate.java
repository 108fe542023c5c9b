package org.dl4jfreeze.internal.run;

import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceBytes;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.replicas.ReplicaSet;
import org.dl4jfreeze.internal.statistics.CovarianceSlot;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Adds up the memory that a {@link TrainingRun} takes in addition to the updater state, and checks before a network's first update
 * that it is available. What a full covariance takes is counted by {@link CovarianceBytes}, next to its arrays.
 */
public final class MemoryEstimate {

    private static final String LIMIT = ", or raise the limit, -Dorg.bytedeco.javacpp.maxphysicalbytes";
    private static final String LESS_ORDERS = "collect fewer orders" + LIMIT;
    private static final String LESS_COVARIANCE =
            "keep fewer samples, .covariance(Covariance.full().factored().atMost(n)), or sample every n-th iteration,"
                    + " .sampler(GradientSampler.%s().every(n)), or leave layers out of the plan, .excludingLayers(...),"
                    + " or keep only the diagonal, .covariance(Covariance.diagonal())%s" + LIMIT;
    private static final String OTHER_ORDER = ", with an order that needs only that, such as gradientVariance()";

    private final NetworkView network;
    private final ListenerOptions options;
    private final Covariance covariance;
    /** n and the data type of the full covariance. */
    private final long parameters;

    private final DataType type;

    /** Estimates the memory of sampling a network. */
    public MemoryEstimate(NetworkView network, ListenerOptions options) {
        this.network = network;
        this.options = options;
        covariance = options.covariance();
        parameters = covariance.isFull() ? options.eligible(network).size() : 0;
        type = network.statisticsType();
    }

    /**
     * Checks that enough is available to sample a network from the start, or to resume.
     *
     * @param kept the full covariance that is resumed, whose memory is already allocated; null if there is none
     * @throws IllegalStateException if not
     */
    static void require(NetworkView network, ListenerOptions options, CovarianceAccumulator kept) {
        MemoryEstimate estimate = new MemoryEstimate(network, options);
        long allocated = kept == null ? 0 : kept.bytes();
        long further = Math.max(0, estimate.sampling(false) - allocated);
        estimate.require(OffHeapMemory.sum(further, estimate.order(1)), "");
    }

    /**
     * Checks that enough is available for a further replica: for what the others have not allocated yet too, and for a covariance of
     * all samples, which is merged when parameters are frozen.
     *
     * @throws IllegalStateException if not
     */
    static void requireFurther(NetworkView network, ListenerOptions options, ReplicaSet others) {
        MemoryEstimate estimate = new MemoryEstimate(network, options);
        long bytes = estimate.sampling(true);
        String workers = "";
        if (options.covariance().isFull()) {
            int count = others.networks().size() + 1;
            bytes = OffHeapMemory.sum(bytes, others.bytesNotYetAllocated(estimate.covariance()));
            bytes = OffHeapMemory.sum(bytes, estimate.mergedCovariance(count));
            bytes = OffHeapMemory.sum(bytes, estimate.order(count));
            workers = " in " + count + " workers";
        }
        estimate.require(bytes, workers);
    }

    /**
     * Checks that the memory of a full covariance is bounded.
     *
     * @param expectedSamples how many samples the plan gives; 0 if unknown
     * @throws IllegalArgumentException if it is not
     */
    static void checkBounded(Covariance covariance, long expectedSamples) {
        if (covariance.isFull()
                && covariance.form() == Form.FACTORED
                && CovarianceSlot.expectedSamples(covariance, expectedSamples, 0) == 0) {
            throw new IllegalArgumentException(covariance + " takes memory for each sample, and the plan does not"
                    + " determine how many there will be; limit them with .atMost(n), or leave .factored() out");
        }
    }

    /**
     * Estimates the bytes that sampling takes beyond the updater state: statistics, running means, work memory, and the full
     * covariance.
     *
     * @param separate whether the statistics must not lie in the updater state, as in data-parallel training
     */
    public long sampling(boolean separate) {
        return OffHeapMemory.sum(vectors(separate), covariance());
    }

    private long vectors(boolean separate) {
        FreezePlan plan = options.plan();
        boolean whileFrozen = plan.steps().size() > 1 || plan.reordering() != null;
        boolean squares = options.sampler().needsSquaredGradients();
        long vectors = separate ? 2 : squares || whileFrozen || network.needsWorkMemory() ? 1 : 0;
        if (squares || !options.sampler().needsExampleGradient()) {
            vectors++;
        }
        for (StatisticKind statistic : options.statistics()) {
            if (statistic != StatisticKind.GRADIENT_VARIANCE && statistic != StatisticKind.FULL_COVARIANCE) {
                vectors += statistic == StatisticKind.MINI_BATCH_VARIANCE ? 2 : 1;
            }
        }
        return vectors
                * network.parameterCount()
                * network.parameters().dataType().width();
    }

    /**
     * Returns the expected samples of one worker; if unknown, as many as make an automatic covariance a matrix, which grows no
     * further.
     */
    private long samples() {
        return CovarianceSlot.expectedSamples(covariance, options.expectedSamples(), parameters + 1);
    }

    /** Estimates the bytes that the full covariance of one worker takes. */
    private long covariance() {
        return covariance.isFull() ? CovarianceBytes.needed(covariance.form(), parameters, type, samples()) : 0;
    }

    /** Estimates the bytes that a full covariance of all workers' samples takes, in addition to those of each. */
    private long mergedCovariance(int workers) {
        return CovarianceBytes.merged(covariance.form(), parameters, type, workers * samples());
    }

    /** Estimates the bytes that the plan's order takes while it is computed, from the full covariance of all workers. */
    public long order(int workers) {
        if (!covariance.isFull()) {
            return 0;
        }
        long samples = samples() > parameters ? samples() : samples() * workers;
        return CriterionDefinition.of(options.plan().criterion()).bytes(covariance.form(), parameters, samples);
    }

    private void require(long bytes, String workers) {
        OffHeapMemory.require(
                bytes,
                "Sampling the gradients of " + network.parameterCount() + " parameters" + workers,
                covariance.isFull() ? lessCovariance() : LESS_ORDERS);
    }

    private String lessCovariance() {
        boolean needed = options.statistics().contains(StatisticKind.FULL_COVARIANCE);
        return String.format(
                LESS_COVARIANCE,
                options.sampler().needsExampleGradient() ? "firstExample" : "miniBatch",
                needed ? OTHER_ORDER : "");
    }
}
