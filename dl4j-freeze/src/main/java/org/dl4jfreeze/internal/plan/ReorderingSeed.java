package org.dl4jfreeze.internal.plan;

import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.order.select.SplitMix64;

/** Draws a new permutation for each re-ordering of a plan with a random order. */
final class ReorderingSeed {

    private ReorderingSeed() {}

    /**
     * Returns the criterion of the n-th re-ordering: with a seed that depends on the criterion's seed and {@code n} only.
     *
     * @param n number of the re-ordering; 0 stands for the first order
     * @return {@code criterion} itself for n = 0, and if it is not random
     */
    static OrderCriterion criterion(OrderCriterion criterion, long n) {
        return n == 0 || !criterion.kind().takes(OrderCriterion.Parameter.SEED)
                ? criterion
                : criterion.withSeed(SplitMix64.mixed(criterion.seed() + n * SplitMix64.GAMMA));
    }
}
