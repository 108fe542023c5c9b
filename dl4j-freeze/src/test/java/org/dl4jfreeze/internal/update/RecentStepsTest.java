package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.internal.update.RecentSteps.FrozenRange;
import org.dl4jfreeze.support.FrozenParameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What comes after the updater finds out from the memory of the gradient what of it is frozen. */
class RecentStepsTest {

    private static FreezingAdamUpdater updater(int n, int... frozen) {
        FreezingAdamUpdater updater =
                (FreezingAdamUpdater) new FreezingAdam(0.01).instantiate(Nd4j.zeros(DataType.FLOAT, 1, 4L * n), true);
        FreezeMask.Builder mask = new FreezeMask.Builder(n);
        IntStream.of(frozen).forEach(mask::freeze);
        updater.setMask(mask.build());
        return updater;
    }

    private static INDArray gradient(int n) {
        return Nd4j.ones(DataType.FLOAT, n);
    }

    private static INDArray part(INDArray gradient, int from, int to) {
        return gradient.get(NDArrayIndex.interval(from, to));
    }

    /** As indices in the gradient that was asked about. */
    private static int[] frozenIn(INDArray gradient) {
        List<FrozenRange> ranges = RecentSteps.frozenIn(gradient);
        IntStream.Builder indices = IntStream.builder();
        for (FrozenRange range : ranges) {
            FrozenParameters.indices(range.frozen().mask()).forEach(i -> indices.add((int) range.offset() + i));
        }
        return indices.build().sorted().toArray();
    }

    @Test
    void memoryThatNoUpdaterHasWorkedOnHasNothingFrozen() {
        assertThat(frozenIn(gradient(5))).isEmpty();
    }

    @Test
    void aLayerFindsItsPartOfABlockAndOfSeveralBlocks() {
        INDArray flat = gradient(20);
        FreezingAdamUpdater first = updater(12, 0, 5, 11);
        FreezingAdamUpdater second = updater(8, 1, 7);
        first.applyUpdater(part(flat, 0, 12), 0, 0);
        second.applyUpdater(part(flat, 12, 20), 0, 0);
        assertThat(frozenIn(flat)).containsExactly(0, 5, 11, 13, 19);
        assertThat(frozenIn(part(flat, 0, 5))).containsExactly(0);
        assertThat(frozenIn(part(flat, 1, 5))).isEmpty();
        assertThat(frozenIn(part(flat, 5, 14))).containsExactly(0, 6, 8);
        assertThat(frozenIn(part(flat, 14, 19))).isEmpty();
        assertThat(frozenIn(part(flat, 14, 20).reshape('f', 2, 3))).containsExactly(5);
    }

    @Test
    void twoNetworksByTurnsOnOneThreadAreKeptApart() {
        INDArray one = gradient(6);
        INDArray other = gradient(6);
        FreezingAdamUpdater ofOne = updater(6, 2);
        FreezingAdamUpdater ofOther = updater(6, 3, 4);
        for (int t = 0; t < 3; t++) {
            ofOne.applyUpdater(one, t, 0);
            ofOther.applyUpdater(other, t, 0);
            assertThat(frozenIn(one)).containsExactly(2);
            assertThat(frozenIn(other)).containsExactly(3, 4);
        }
    }

    @Test
    void aMaskThatChangesIsSeenAfterTheNextStep() {
        INDArray gradient = gradient(6);
        FreezingAdamUpdater updater = updater(6, 2);
        updater.applyUpdater(gradient, 0, 0);
        updater.setMask(FreezeMask.of(true, false, false, false, false, true));
        updater.applyUpdater(gradient, 1, 0);
        assertThat(frozenIn(gradient)).containsExactly(0, 5);
        updater.setMask(FreezeMask.none(6));
        updater.applyUpdater(gradient, 2, 0);
        assertThat(frozenIn(gradient)).isEmpty();
    }

    @Test
    void aLaterUpdaterInTheSameMemoryTakesTheEarlierOnesPlace() {
        INDArray gradient = gradient(10);
        FreezingAdamUpdater left = updater(5, 0);
        FreezingAdamUpdater right = updater(5, 0);
        left.applyUpdater(part(gradient, 0, 5), 0, 0);
        right.applyUpdater(part(gradient, 5, 10), 0, 0);
        // another network, whose block lies across
        FreezingAdamUpdater later = updater(4, 3);
        later.applyUpdater(part(gradient, 3, 7), 0, 0);
        assertThat(frozenIn(gradient)).containsExactly(6);
        assertThat(frozenIn(part(gradient, 0, 3))).isEmpty();
    }

    @Test
    void anotherThreadKnowsNothingOfIt() throws InterruptedException {
        INDArray gradient = gradient(6);
        FreezingAdamUpdater updater = updater(6, 2);
        updater.applyUpdater(gradient, 0, 0);
        int[][] found = new int[1][];
        Thread thread = new Thread(() -> found[0] = frozenIn(gradient));
        thread.start();
        thread.join();
        assertThat(found[0]).isEmpty();
        assertThat(frozenIn(gradient)).containsExactly(2);
    }

    @Test
    void whatAnUpdaterHeldIsKnownWhenItHasBeenReplaced() {
        INDArray gradient = gradient(6);
        FreezingAdamUpdater updater = updater(6, 2);
        WeakReference<FreezingAdamUpdater> reference = new WeakReference<>(updater);
        updater.applyUpdater(gradient, 0, 0);
        updater = null;
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (reference.get() != null) {
                System.gc();
            }
        });
        assertThat(frozenIn(gradient)).containsExactly(2);
    }

    @Test
    void constraintsThatHaveBeenAppliedAreRememberedUntilTheNextStep() {
        INDArray flat = gradient(10);
        FreezingAdamUpdater first = updater(6);
        FreezingAdamUpdater second = updater(4);
        first.applyUpdater(part(flat, 0, 6), 0, 0);
        assertThat(RecentSteps.hasStepped(part(flat, 2, 4))).isTrue();
        assertThat(RecentSteps.hasStepped(part(flat, 6, 10))).isFalse();
        second.applyUpdater(part(flat, 6, 10), 0, 0);
        assertThat(RecentSteps.isConstrained(flat)).isFalse();
        RecentSteps.markConstrained(part(flat, 2, 4));
        assertThat(RecentSteps.isConstrained(part(flat, 0, 6))).isTrue();
        assertThat(RecentSteps.isConstrained(part(flat, 6, 10))).isFalse();
        first.applyUpdater(part(flat, 0, 6), 1, 0);
        assertThat(RecentSteps.isConstrained(flat)).isFalse();
    }
}
