package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.ParameterOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Counts the bytes that this thread takes from the heap: no time, and no other thread, is in it. */
class StepAllocationTest {

    private static final int N = 10_000;
    private static final int STEPS = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void aMaskedStepTakesNothingFromTheHeapOnceItHasWhatItNeeds(DataType type) {
        FreezingAdamUpdater updater =
                (FreezingAdamUpdater) new FreezingAdam(0.01).instantiate(Nd4j.zeros(type, 1, 4L * N), true);
        INDArray gradient = Nd4j.ones(type, N);
        FreezeMask mask = ParameterOrder.ascending(new double[N]).lowest(N / 3);
        updater.setMask(mask);
        steps(updater, gradient, 20);
        assertThat(allocatedBy(() -> steps(updater, gradient, STEPS))).isLessThan(STEPS);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void clearingFrozenGradientsTakesNothingFromTheHeap(DataType type) {
        INDArray gradient = Nd4j.ones(type, N);
        FrozenEntries entries =
                new FrozenEntries(ParameterOrder.ascending(new double[N]).lowest(N / 3));
        entries.clear(gradient);
        assertThat(allocatedBy(() -> {
                    for (int i = 0; i < STEPS; i++) {
                        entries.clear(gradient);
                    }
                }))
                .isLessThan(STEPS);
    }

    private static void steps(FreezingAdamUpdater updater, INDArray gradient, int count) {
        for (int t = 0; t < count; t++) {
            updater.applyUpdater(gradient, t, 0);
        }
    }

    private static long allocatedBy(Runnable action) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        action.run();
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }
}
