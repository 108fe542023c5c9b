package org.dl4jfreeze.internal.threads;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Runs numbered pieces of work in the calling thread and in threads of the common pool: each takes the next piece that has not
 * begun. If the pool's threads are busy, the caller does everything.
 *
 * <p>Allocates nothing once it has its helpers: the same tasks are forked each time. Not thread-safe itself: one thread at a time
 * may call {@link #run}.
 */
public final class ParallelPieces {

    private final AtomicInteger next = new AtomicInteger();
    private Helper[] helpers = {};
    private Work work;
    private int pieces;

    /** Work in pieces. */
    public interface Work {

        /**
         * Does a piece. One thread at a time is the worker of a given number, and it takes pieces in ascending order.
         *
         * @param worker number of the worker, from 0, which is the calling thread
         * @param piece  number of the piece, from 0
         */
        void piece(int worker, int piece);
    }

    /** Returns how many threads should work at a time, with the caller's: as many as ND4J's own operations use, if available. */
    public static int mostWorkers() {
        return Math.min(
                1 + ForkJoinPool.getCommonPoolParallelism(),
                NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
    }

    /**
     * Does all pieces and returns when they are done; rethrows what a piece throws once no thread works any more.
     *
     * @param count   number of pieces
     * @param workers how many threads may work on them, the caller's included; at least 1
     */
    public void run(int count, int workers, Work each) {
        pieces = count;
        work = each;
        next.set(0);
        ensureHelpers(workers - 1);
        for (int i = 0; i < workers - 1; i++) {
            helpers[i].reinitialize();
            helpers[i].fork();
        }
        try {
            workAs(0);
        } finally {
            // a task that no thread has begun is taken back, and ends at once
            for (int i = workers - 2; i >= 0; i--) {
                helpers[i].quietlyJoin();
            }
        }
        for (int i = 0; i < workers - 1; i++) {
            helpers[i].rethrow();
        }
    }

    private void ensureHelpers(int count) {
        if (helpers.length < count) {
            Helper[] more = new Helper[count];
            for (int i = 0; i < count; i++) {
                more[i] = new Helper(this, i + 1);
            }
            helpers = more;
        }
    }

    private void workAs(int worker) {
        Work each = work;
        for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
            each.piece(worker, piece);
        }
    }

    private static final class Helper extends RecursiveAction {

        private static final long serialVersionUID = 1L;

        private final transient ParallelPieces all;
        private final int worker;

        Helper(ParallelPieces all, int worker) {
            this.all = all;
            this.worker = worker;
        }

        @Override
        protected void compute() {
            all.workAs(worker);
        }

        void rethrow() {
            if (isCompletedAbnormally()) {
                join();
            }
        }
    }

    /** Divides the indices {@code [0, length)} into pieces of one size, the last of which may be shorter. */
    public static final class Ranges {

        private final ParallelPieces threads = new ParallelPieces();
        private final int length;
        private final int size;
        private final int count;
        private final int workers;

        /** Uses up to the given number of threads, and at most one per piece. */
        public Ranges(int length, int size, int workers) {
            this.length = length;
            this.size = size;
            this.count = (int) (((long) length + size - 1) / size);
            this.workers = Math.max(1, Math.min(workers, count));
        }

        public int count() {
            return count;
        }

        /** Returns the first index of a piece. */
        public int begin(int piece) {
            return piece * size;
        }

        /** Returns the end of a piece, exclusive. */
        public int end(int piece) {
            return (int) Math.min(length, (long) begin(piece) + size);
        }

        public int workers() {
            return workers;
        }

        public void forEach(Work each) {
            threads.run(count, workers, each);
        }
    }
}
