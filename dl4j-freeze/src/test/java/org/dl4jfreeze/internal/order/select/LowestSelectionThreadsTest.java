package org.dl4jfreeze.internal.order.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.threads.ParallelPieces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The selection by several threads, in pieces of which there are dozens, against a stable sort of all values. */
class LowestSelectionThreadsTest {

    private static final int N = LowestSelectionTest.N;
    private static final int PIECE = SortKeys.CHUNK;
    private static final int[] WORKERS = {1, 2, 3, 8};

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNumberOfThreadsChangesNothing(boolean floats) {
        int seed = 0;
        for (Map.Entry<String, IntToDoubleFunction> pattern :
                LowestSelectionTest.patterns().entrySet()) {
            double[] values = LowestSelectionTest.values(pattern.getValue(), floats);
            ParameterRanges ranges = seed % 2 == 0 ? ParameterRanges.all(N) : LowestSelectionTest.ranges(seed);
            int[] indices = ranges.toIndices();
            ParameterOrder order = ParameterOrder.ascending(N, indices, i -> values[i]);
            FreezeMask frozen = ParameterOrder.random(N, indices, ++seed).lowest(indices.length / 3);
            for (int k : new int[] {1, indices.length / 10, indices.length / 2, indices.length - 1, indices.length}) {
                FreezeMask lowest = order.lowest(k);
                FreezeMask extended = order.extended(frozen, k);
                for (int workers : WORKERS) {
                    LowestSelection selection =
                            new LowestSelection(N, ranges, LowestSelectionTest.keys(values, floats), PIECE, workers);
                    String name = pattern.getKey() + ", k = " + k + ", workers = " + workers;
                    assertThat(selection.lowest(k)).as(name).isEqualTo(lowest);
                    assertThat(selection.extended(frozen, k)).as(name).isEqualTo(extended);
                }
            }
        }
    }

    /** What is counted by several threads. */
    @Test
    void aSampleThatMisleadsIsFoundOutByAnyNumberOfThreads() {
        for (int low : new int[] {1, 3, 40}) {
            IntToDoubleFunction pattern = i -> i % 512 < low ? -i : i / 1000;
            double[] values = LowestSelectionTest.values(pattern, true);
            ParameterOrder order = ParameterOrder.ascending(values);
            for (int k = 1; k <= N; k += N / 7) {
                for (int workers : WORKERS) {
                    LowestSelection selection = new LowestSelection(
                            N, ParameterRanges.all(N), LowestSelectionTest.keys(values, true), PIECE, workers);
                    assertThat(selection.lowest(k)).isEqualTo(order.lowest(k));
                }
            }
        }
    }

    /**
     * Each value some forty times, far from each other. Who reads a piece of an even number lets others go first, as long as
     * there are any and for no more than a while, so that pieces are done out of order.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void equalValuesGoByIndexWhicheverPieceIsDoneFirst(int workers) {
        double[] values = new Random(3).ints(N, 0, 4000).asDoubleStream().toArray();
        ParameterOrder order = ParameterOrder.ascending(values);
        AtomicInteger reads = new AtomicInteger();
        SortKeys keys = SortKeys.ofDoubles((from, target, at, count) -> {
            int own = reads.incrementAndGet();
            for (int i = 0; count > 1 && from / PIECE % 2 == 0 && reads.get() < own + 2 && i < 200; i++) {
                Thread.yield();
            }
            System.arraycopy(values, from, target, at, count);
        });
        LowestSelection selection = new LowestSelection(N, ParameterRanges.all(N), keys, PIECE, workers);
        for (int k = 10_000; k < N; k += 50_000) {
            assertThat(selection.lowest(k)).isEqualTo(order.lowest(k));
        }
    }

    /** Larger than what is left to the calling thread in any case. */
    @Test
    void inOneThreadNoOtherReads() {
        int p = (1 << 21) + 5;
        Set<Thread> readers = ConcurrentHashMap.newKeySet();
        SortKeys keys = SortKeys.ofFloats((from, target, at, count) -> {
            readers.add(Thread.currentThread());
            Arrays.setAll(target, i -> i < at || i >= at + count ? target[i] : Float.floatToIntBits(-(from + i - at)));
        });
        ParameterRanges all = ParameterRanges.all(p);
        LowestSelection selection = new LowestSelection(p, all, keys, 1 << 20, 8);
        FreezeMask mask = selection.inOneThread().lowest(100);
        assertThat(readers).containsExactly(Thread.currentThread());
        assertThat(mask.frozenCount(p - 100, p)).isEqualTo(100);
        assertThat(selection.lowest(100)).isEqualTo(mask);
    }

    @Test
    void piecesCoverAllParametersOnce() {
        for (int p : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 64}) {
            ParallelPieces.Ranges pieces = new ParallelPieces.Ranges(p, PIECE, 3);
            int end = 0;
            for (int piece = 0; piece < pieces.count(); piece++) {
                assertThat(pieces.begin(piece)).isEqualTo(end).matches(begin -> begin % PIECE == 0);
                end = pieces.end(piece);
            }
            assertThat(end).isEqualTo(p);
            assertThat(pieces.workers()).isEqualTo(Math.max(1, Math.min(3, pieces.count())));
        }
        ParallelPieces.Ranges largest = new ParallelPieces.Ranges(Integer.MAX_VALUE, 1 << 20, 2);
        assertThat(largest.end(largest.count() - 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(largest.count()).isEqualTo(1 << 11);
        assertThat(IntStream.range(0, largest.count()).map(largest::begin))
                .isNotEmpty()
                .allMatch(begin -> begin >= 0);
    }
}
