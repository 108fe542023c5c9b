package org.dl4jfreeze.internal.run;

import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.replicas.ReplicaSet;
import org.dl4jfreeze.internal.statistics.CovarianceSlot;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/** How much memory a {@link TrainingRun} will need, asked before a network's first update. */
final class MemoryEstimate {

    private static final String LIMIT = ", or raise the limit, -Dorg.bytedeco.javacpp.maxphysicalbytes";
    private static final String LESS_ORDERS = "collect fewer orders" + LIMIT;
    private static final String LESS_COVARIANCE =
            "keep fewer samples, .covariance(Covariance.full().factored().atMost(n)), or sample every n-th iteration,"
                + " .sampler(GradientSampler.%s().every(n)), or leave layers out of the plan, .excludingLayers(...),"
                + " or keep the diagonal alone, .covariance(Covariance.diagonal())%s" + LIMIT;
    private static final String OTHER_ORDER = ", with an order that needs no more, such as gradientVariance()";

    private MemoryEstimate() {}

    /**
     * Checks that there is enough to sample a network from the start, or to go on.
     *
     * @param kept the full covariance that it goes on with, for which memory has been taken already; null if there is none
     * @throws IllegalStateException if there is not
     */
    static void require(NetworkView network, ListenerOptions options, CovarianceAccumulator kept) {
        long there = kept == null ? 0 : kept.describe().bytesNeeded();
        long toCome = Math.max(0, GradientStatistics.bytesNeeded(network, options, false) - there);
        require(network, options, OffHeapMemory.sum(toCome, CovarianceSlot.bytesForOrder(network, options, 1)), "");
    }

    /**
     * Checks that there is enough for a further replica: with what the others have not taken yet, and with a covariance of all
     * samples, which is put together when something is frozen.
     *
     * @throws IllegalStateException if there is not
     */
    static void requireFurther(NetworkView network, ListenerOptions options, ReplicaSet others) {
        long bytes = GradientStatistics.bytesNeeded(network, options, true);
        String workers = "";
        if (options.covariance().isFull()) {
            int count = others.networks().size() + 1;
            bytes = OffHeapMemory.sum(
                    bytes,
                    OffHeapMemory.sum(
                            others.bytesToCome(CovarianceSlot.bytesNeeded(network, options)),
                            OffHeapMemory.sum(
                                    CovarianceSlot.bytesMerged(network, options, count),
                                    CovarianceSlot.bytesForOrder(network, options, count))));
            workers = " in " + count + " workers";
        }
        require(network, options, bytes, workers);
    }

    private static void require(NetworkView network, ListenerOptions options, long bytes, String workers) {
        OffHeapMemory.require(
                bytes,
                "To sample the gradients of " + network.parameterCount() + " parameters" + workers,
                options.covariance().isFull() ? lessCovariance(options) : LESS_ORDERS);
    }

    private static String lessCovariance(ListenerOptions options) {
        boolean needed = options.statistics().contains(StatisticKind.FULL_COVARIANCE);
        return String.format(
                LESS_COVARIANCE,
                options.sampler().needsExampleGradient() ? "firstExample" : "miniBatch",
                needed ? OTHER_ORDER : "");
    }
}
