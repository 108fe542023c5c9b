package org.dl4jfreeze.internal.threads;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Numbered pieces of work, done by the calling thread together with threads of the common pool, each taking the next piece that
 * nobody has taken. Should the pool's threads be busy, the caller does everything by itself.
 *
 * <p>Allocates nothing once it has its helpers: the same tasks are forked anew each time. Not thread-safe itself: one thread at a time
 * has it done.
 */
public abstract class ParallelPieces {

    private final AtomicInteger next = new AtomicInteger();
    private Helper[] helpers = {};
    private int pieces;

    /** Work that has not begun. */
    protected ParallelPieces() {}

    /**
     * Does a piece. One thread at a time is the worker of a given number, and it takes pieces in ascending order.
     *
     * @param worker number of the worker, from 0, which is the calling thread
     * @param piece  number of the piece, from 0
     */
    protected abstract void work(int worker, int piece);

    /**
     * How many threads should work at a time, the caller's included: as many as ND4J's own operations take in the calling thread,
     * if there are so many.
     *
     * @return at least 1
     */
    public static int mostWorkers() {
        return Math.min(
                1 + ForkJoinPool.getCommonPoolParallelism(),
                NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
    }

    /**
     * Does all pieces and returns when they are done. What one of them throws is thrown here, once no thread works any more.
     *
     * @param count   how many pieces there are
     * @param workers how many threads may work on them, the caller's included; at least 1
     */
    protected final void run(int count, int workers) {
        pieces = count;
        next.set(0);
        hire(workers - 1);
        for (int i = 0; i < workers - 1; i++) {
            helpers[i].reinitialize();
            helpers[i].fork();
        }
        try {
            workAs(0);
        } finally {
            // what no thread has begun is taken back, and ends at once
            for (int i = workers - 2; i >= 0; i--) {
                helpers[i].quietlyJoin();
            }
        }
        for (int i = 0; i < workers - 1; i++) {
            helpers[i].rethrow();
        }
    }

    private void hire(int count) {
        if (helpers.length < count) {
            Helper[] more = new Helper[count];
            for (int i = 0; i < count; i++) {
                more[i] = new Helper(this, i + 1);
            }
            helpers = more;
        }
    }

    private void workAs(int worker) {
        for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
            work(worker, piece);
        }
    }

    private static final class Helper extends RecursiveAction {

        private static final long serialVersionUID = 1L;

        private final transient ParallelPieces work;
        private final int worker;

        Helper(ParallelPieces work, int worker) {
            this.work = work;
            this.worker = worker;
        }

        @Override
        protected void compute() {
            work.workAs(worker);
        }

        void rethrow() {
            if (isCompletedAbnormally()) {
                join();
            }
        }
    }
}
