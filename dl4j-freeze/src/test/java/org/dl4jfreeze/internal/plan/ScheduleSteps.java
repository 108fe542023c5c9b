package org.dl4jfreeze.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;

/** Takes a {@link PlanSchedule} through a training without a network. */
final class ScheduleSteps {

    static final int P = 10;
    static final FreezePlan TWO_STEPS =
            FreezePlan.atIteration(5).count(4).then(FreezePlan.atIteration(8).count(7));

    private ScheduleSteps() {}

    static PlanSchedule after(PlanSchedule progress, int iterations) {
        for (int i = 0; i < iterations; i++) {
            progress.iterationDone(Double.NaN);
        }
        return progress;
    }

    static PlanSchedule after(FreezePlan plan, int iterations) {
        return after(new PlanSchedule(plan), iterations);
    }

    static FreezeMask mask(int... frozen) {
        FreezeMask.Builder mask = new FreezeMask.Builder(P);
        IntStream.of(frozen).forEach(mask::freeze);
        return mask.build();
    }

    /** The iterations after which something is due and carried out at once. */
    static List<Long> actions(FreezePlan plan, int iterations, IntToDoubleFunction loss) {
        PlanSchedule progress = new PlanSchedule(plan);
        List<Long> found = new ArrayList<>();
        for (int i = 1; i <= iterations; i++) {
            progress.iterationDone(progress.needsLoss() ? loss.applyAsDouble(i) : Double.NaN);
            if (progress.isDue()) {
                found.add(progress.iterations());
                progress.carriedOut();
                assertThat(progress.isDue()).as("once").isFalse();
            }
        }
        return found;
    }

    static List<Long> actions(FreezePlan plan, int iterations) {
        return actions(plan, iterations, i -> Double.NaN);
    }

    static double[] losses(int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 2000)
                .mapToDouble(i -> 1 + Math.exp(-i / 100.0) + 0.1 * random.nextGaussian())
                .toArray();
    }
}
