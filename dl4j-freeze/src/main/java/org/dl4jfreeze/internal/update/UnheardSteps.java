package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the steps of one updater that no listener has heard of, and warns at {@value #LIMIT} in a row: without a listener nothing is
 * ever frozen. One warning per network, however many updaters it has; none if something is frozen in it, or a mask was set by hand.
 */
final class UnheardSteps {

    /** More steps than a test of a network makes by hand, and fewer than a training. */
    static final int LIMIT = 10;

    private static final Logger LOG = LoggerFactory.getLogger(FreezingAdamUpdater.class);
    private static final Set<GradientMemory> WARNED = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<DataBuffer> GONE = new ReferenceQueue<>();

    private boolean heard;
    private boolean everHeard;
    private boolean expected;
    private int inARow;

    /** Notices that a listener hears of the next step. */
    void hear() {
        heard = true;
        everHeard = true;
    }

    /** Notices that a mask has been set: who freezes or thaws by hand needs no listener. */
    void expect() {
        expected = true;
    }

    /** Notices a step on a gradient. */
    void step(INDArray gradient) {
        if (heard || expected) {
            heard = false;
            inARow = 0;
        } else if (++inARow == LIMIT) {
            // counts again from 0 where something is frozen, because that may be thawed
            inARow = 0;
            if (!MaskCache.isAnyFrozen(gradient) && isFirst(gradient)) {
                LOG.warn(StepOrigin.present().warning(LIMIT, everHeard));
            }
        }
    }

    private static boolean isFirst(INDArray gradient) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            WARNED.remove(gone);
        }
        return WARNED.add(new GradientMemory(gradient, GONE));
    }
}
