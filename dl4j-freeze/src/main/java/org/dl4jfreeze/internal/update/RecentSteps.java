package org.dl4jfreeze.internal.update;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Records which ranges of gradient memory this thread's {@link FreezingAdamUpdater}s have turned into updates last, so that what
 * follows the updater in the same iteration (weight decay, constraints) can find out which parameters are frozen.
 *
 * <p>DL4J hands a gradient view to every step of an update, and never the updater: the memory of the gradient is the only thing
 * that all steps share. A thread processes one iteration at a time, from its updaters to its constraints, so its records are up to
 * date for the network that it trains. Keeps neither updaters nor gradients reachable.
 *
 * <p>Also records whether the constraints that follow a step have already been applied, before DL4J does it.
 */
public final class RecentSteps {

    private static final ThreadLocal<List<Step>> STEPS = ThreadLocal.withInitial(ArrayList::new);

    private RecentSteps() {}

    /** A range of a gradient in which something is frozen. */
    public static final class FrozenRange {

        private final long offset;
        private final FrozenEntries frozen;

        FrozenRange(long offset, FrozenEntries frozen) {
            this.offset = offset;
            this.frozen = frozen;
        }

        /** Returns the index of its first parameter in the gradient that was queried. */
        long offset() {
            return offset;
        }

        /** Returns this range of the gradient that was queried, or of another vector over the same parameters. */
        public INDArray of(INDArray vector) {
            return FlatArray.range(vector, offset, frozen.mask().length());
        }

        /** Returns the frozen entries, of a mask of the range's length. */
        public FrozenEntries frozen() {
            return frozen;
        }
    }

    private static final class Step {

        private final long begin;
        private final long end;
        private final WeakReference<DataBuffer> memory;
        private final WeakReference<FreezingAdamUpdater> updater;
        /** What was frozen in it. */
        private FrozenEntries frozen;
        /** Whether the constraints of the step's iteration have been applied. */
        private boolean constrained;

        Step(long begin, long end, DataBuffer memory, FreezingAdamUpdater updater) {
            this.begin = begin;
            this.end = end;
            this.memory = new WeakReference<>(memory);
            this.updater = new WeakReference<>(updater);
        }

        void begin(FrozenEntries now) {
            frozen = now;
            constrained = false;
        }

        /**
         * Returns what its updater holds frozen now. DL4J may have replaced the updater since, if a listener has set a learning
         * rate: what it held is then all that is known of it.
         */
        FrozenEntries presentlyFrozen() {
            FreezingAdamUpdater present = updater.get();
            return present == null ? frozen : present.presentEntries();
        }

        boolean isGone() {
            return memory.get() == null;
        }

        boolean isOf(long from, long to, FreezingAdamUpdater by) {
            return begin == from && end == to && updater.get() == by;
        }

        boolean overlaps(long from, long to) {
            return begin < to && from < end;
        }
    }

    /** Records a step, instead of earlier ones in the same memory, and what is frozen in it. */
    static void record(INDArray gradient, FreezingAdamUpdater updater, FrozenEntries frozen) {
        List<Step> steps = STEPS.get();
        long begin = DirectBuffers.addressOf(gradient);
        long end = begin + bytesOf(gradient);
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).isOf(begin, end, updater)) {
                steps.get(i).begin(frozen);
                return; // as in the iteration before; nothing that is remembered overlaps anything else
            }
        }
        steps.removeIf(earlier -> earlier.overlaps(begin, end) || earlier.isGone());
        Step step = new Step(begin, end, GradientMemory.whole(gradient), updater);
        step.begin(frozen);
        steps.add(step);
    }

    /**
     * Finds what is frozen in a part of a gradient vector.
     *
     * @param gradient consecutive elements of a network's flat gradient
     * @return the ranges in which something is frozen, in the order of the steps; empty if nothing is, or if no FreezingAdam of
     *     this thread has updated it
     */
    public static List<FrozenRange> frozenIn(INDArray gradient) {
        long from = DirectBuffers.addressOf(gradient);
        long to = from + bytesOf(gradient);
        int width = gradient.dataType().width();
        List<FrozenRange> ranges = new ArrayList<>();
        for (Step step : STEPS.get()) {
            if (step.isGone() || !step.overlaps(from, to)) {
                continue;
            }
            FrozenEntries frozen = step.presentlyFrozen();
            if (frozen.mask().isAnyFrozen()) {
                long begin = Math.max(from, step.begin);
                long end = Math.min(to, step.end);
                FrozenEntries part = frozen.part(
                        Math.toIntExact((begin - step.begin) / width), Math.toIntExact((end - step.begin) / width));
                if (part.mask().isAnyFrozen()) {
                    ranges.add(new FrozenRange((begin - from) / width, part));
                }
            }
        }
        return ranges;
    }

    /** Remembers that the constraints of the present iteration have been applied to the parameters of a part of a gradient vector. */
    public static void markConstrained(INDArray gradient) {
        of(gradient).forEach(step -> step.constrained = true);
    }

    /** Tells whether the constraints of the latest step in a part of a gradient vector have been applied. */
    public static boolean isConstrained(INDArray gradient) {
        return of(gradient).anyMatch(step -> step.constrained);
    }

    /** Tells whether a FreezingAdam of this thread has updated a part of a gradient vector. */
    public static boolean hasStepped(INDArray gradient) {
        return of(gradient).findAny().isPresent();
    }

    private static Stream<Step> of(INDArray gradient) {
        long from = DirectBuffers.addressOf(gradient);
        long to = from + bytesOf(gradient);
        return STEPS.get().stream().filter(step -> !step.isGone() && step.overlaps(from, to));
    }

    private static long bytesOf(INDArray array) {
        return array.length() * array.dataType().width();
    }
}
