package org.dl4jfreeze.internal.update;

import java.util.function.Supplier;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Tells which parameters an updater has moved, or the one that its state was saved from: Adam's moments say so, except of what was
 * frozen before the first step, whose moments may have been copied from another network together with the parameters.
 */
final class MovedParameters {

    private boolean hasStepped;
    /** What was frozen before the first step, in addition to what the state brought along; null if nothing was. */
    private FreezeMask untrained;

    /** Notices a step. */
    void step() {
        hasStepped = true;
    }

    /** Notices that a mask is set in place of another one, which is read only if it matters. */
    void freeze(FreezeMask mask, Supplier<FreezeMask> before) {
        if (!hasStepped) {
            FreezeMask added = mask.without(before.get());
            untrained = untrained == null ? added : untrained.or(added);
        }
    }

    /** Tells whether one of the parameters {@code [from, to)} has been moved, by first moments. */
    boolean isAnyIn(INDArray moments, int from, int to) {
        boolean anyMoment =
                moments.get(NDArrayIndex.interval(from, to)).amaxNumber().doubleValue() != 0;
        if (!anyMoment || untrained == null || !untrained.isAnyFrozen()) {
            return anyMoment;
        }
        for (int i = from; i < to && hasStepped; i++) {
            if (!untrained.isFrozen(i) && moments.getDouble(i) != 0) {
                return true;
            }
        }
        return false;
    }
}
