package org.dl4jfreeze;

import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.memory.OffHeapMemory;
import org.dl4jfreeze.network.FreezableNetwork;

/** How much memory a {@link FreezingRun} will need, asked before a network's first update. */
final class RunMemory {

    private static final String LIMIT = ", or raise the limit, -Dorg.bytedeco.javacpp.maxphysicalbytes";
    private static final String LESS_ORDERS = "collect fewer orders" + LIMIT;
    private static final String LESS_COVARIANCE =
            "keep fewer samples, .covariance(Covariance.full().factored().atMost(n)), or sample every n-th iteration,"
                    + " .sampler(GradientSampler.%s().every(n)), or leave layers out of the plan, .excludingLayers(...), or"
                    + " keep the diagonal alone, .covariance(Covariance.diagonal())%s" + LIMIT;
    private static final String OTHER_ORDER = ", with an order that needs no more, such as gradientVariance()";

    private RunMemory() {}

    /**
     * Checks that there is enough to sample a network from the start, or to go on.
     *
     * @param kept the full covariance that it goes on with, for which memory has been taken already; null if there is none
     * @throws IllegalStateException if there is not
     */
    static void require(FreezableNetwork network, ListenerOptions options, FullCovariance kept) {
        long there = kept == null ? 0 : kept.describe().bytesNeeded();
        long toCome = Math.max(0, OrderStatistics.bytesNeeded(network, options, false) - there);
        require(network, options, OffHeapMemory.sum(toCome, FullStatistics.bytesForOrder(network, options, 1)), "");
    }

    /**
     * Checks that there is enough for a further replica: with what the others have not taken yet, and with a covariance of all
     * samples, which is put together when something is frozen.
     *
     * @throws IllegalStateException if there is not
     */
    static void requireFurther(FreezableNetwork network, ListenerOptions options, ReplicaSet others) {
        long bytes = OrderStatistics.bytesNeeded(network, options, true);
        String workers = "";
        if (options.covariance().isFull()) {
            int count = others.networks().size() + 1;
            bytes = OffHeapMemory.sum(
                    bytes,
                    OffHeapMemory.sum(
                            others.bytesToCome(FullStatistics.bytesNeeded(network, options)),
                            OffHeapMemory.sum(
                                    FullStatistics.bytesMerged(network, options, count),
                                    FullStatistics.bytesForOrder(network, options, count))));
            workers = " in " + count + " workers";
        }
        require(network, options, bytes, workers);
    }

    private static void require(FreezableNetwork network, ListenerOptions options, long bytes, String workers) {
        OffHeapMemory.require(
                bytes,
                "To sample the gradients of " + network.parameterCount() + " parameters" + workers,
                options.covariance().isFull() ? lessCovariance(options) : LESS_ORDERS);
    }

    private static String lessCovariance(ListenerOptions options) {
        boolean needed = options.collected().stream().anyMatch(kind -> Statistic.of(kind) == Statistic.FULL_COVARIANCE);
        return String.format(
                LESS_COVARIANCE,
                options.sampler().needsExampleGradient() ? "firstExample" : "miniBatch",
                needed ? OTHER_ORDER : "");
    }
}
