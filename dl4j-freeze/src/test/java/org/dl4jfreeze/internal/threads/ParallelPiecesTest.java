package org.dl4jfreeze.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelPiecesTest {

    private static final int PIECES = 1000;

    /** Counts who did what. */
    private static final class Recorded {

        private final AtomicIntegerArray done = new AtomicIntegerArray(PIECES);
        private final int[] lastOfWorker;
        private final ParallelPieces threads = new ParallelPieces();
        private boolean ascending = true;

        Recorded(int workers) {
            lastOfWorker = new int[workers];
        }

        private void work(int worker, int piece) {
            done.incrementAndGet(piece);
            if (piece < lastOfWorker[worker]) {
                ascending = false;
            }
            lastOfWorker[worker] = piece;
        }

        void doAll() {
            Arrays.fill(lastOfWorker, -1);
            threads.run(PIECES, lastOfWorker.length, this::work);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void eachPieceIsDoneOnceAndByEachWorkerInAscendingOrder(int workers) {
        Recorded work = new Recorded(workers);
        for (int times = 1; times <= 50; times++) {
            work.doAll();
            for (int piece = 0; piece < PIECES; piece++) {
                assertThat(work.done.get(piece)).isEqualTo(times);
            }
        }
        assertThat(work.ascending).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void whatAPieceThrowsIsThrownToTheCaller(int workers) {
        ParallelPieces.Work failing = (worker, piece) -> {
            if (piece == PIECES / 2) {
                throw new IllegalStateException("in a piece");
            }
        };
        assertThatThrownBy(() -> new ParallelPieces().run(PIECES, workers, failing))
                .hasMessageContaining("in a piece");
    }
}
