package org.dl4jfreeze.internal.update;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which stretches of gradient memory this thread's {@link FreezingAdamUpdater}s have turned into updates last, so that what
 * comes after the updater in the same iteration (weight decay, constraints) finds out what of it is frozen.
 *
 * <p>DL4J hands a gradient view to everything that takes part in an update, and never the updater: the memory of the
 * gradient is the only thing that all of them have in common. A thread works on one iteration at a time, from its updaters
 * to its constraints, so what it has recorded is up to date for the network that it is working on. Holds updaters weakly.
 */
public final class RecentSteps {

    private static final ThreadLocal<List<Step>> STEPS = ThreadLocal.withInitial(ArrayList::new);

    private RecentSteps() {}

    /** A stretch of a gradient in which something is frozen. */
    public static final class Stretch {

        private final long offset;
        private final FrozenEntries frozen;

        Stretch(long offset, FrozenEntries frozen) {
            this.offset = offset;
            this.frozen = frozen;
        }

        /**
         * Where the stretch begins.
         *
         * @return index in the gradient that was asked about
         */
        public long offset() {
            return offset;
        }

        /**
         * What is frozen in it.
         *
         * @return the frozen entries, as many as the stretch is long
         */
        public FrozenEntries frozen() {
            return frozen;
        }
    }

    private static final class Step {

        private final long begin;
        private final long end;
        private final WeakReference<FreezingAdamUpdater> updater;

        Step(long begin, long end, FreezingAdamUpdater updater) {
            this.begin = begin;
            this.end = end;
            this.updater = new WeakReference<>(updater);
        }

        boolean isOf(long from, long to, FreezingAdamUpdater by) {
            return begin == from && end == to && updater.get() == by;
        }

        boolean overlaps(long from, long to) {
            return begin < to && from < end;
        }
    }

    /** Remembers a step, in place of whatever was done in the same memory before. */
    static void record(INDArray gradient, FreezingAdamUpdater updater) {
        List<Step> steps = STEPS.get();
        long begin = DirectBuffers.addressOf(gradient);
        long end = begin + bytesOf(gradient);
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).isOf(begin, end, updater)) {
                return; // as in the iteration before; nothing that is remembered overlaps anything else
            }
        }
        steps.removeIf(earlier -> earlier.overlaps(begin, end) || earlier.updater.get() == null);
        steps.add(new Step(begin, end, updater));
    }

    /**
     * What is frozen in a part of a gradient vector.
     *
     * @param gradient consecutive elements of a network's flat gradient
     * @return the stretches of it in which something is frozen, in the order of the steps; empty if nothing is, or if no
     *     FreezingAdam of this thread has worked on it
     */
    public static List<Stretch> frozenIn(INDArray gradient) {
        long from = DirectBuffers.addressOf(gradient);
        long to = from + bytesOf(gradient);
        int width = gradient.dataType().width();
        List<Stretch> stretches = new ArrayList<>();
        for (Step step : STEPS.get()) {
            FreezingAdamUpdater updater = step.updater.get();
            if (updater != null && step.overlaps(from, to) && updater.isAnyFrozen()) {
                long begin = Math.max(from, step.begin);
                long end = Math.min(to, step.end);
                FrozenEntries part = updater.frozenEntries()
                        .part(
                                Math.toIntExact((begin - step.begin) / width),
                                Math.toIntExact((end - step.begin) / width));
                if (part.mask().isAnyFrozen()) {
                    stretches.add(new Stretch((begin - from) / width, part));
                }
            }
        }
        return stretches;
    }

    private static long bytesOf(INDArray array) {
        return array.length() * array.dataType().width();
    }
}
