package org.dl4jfreeze.update;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Numbered pieces of work, done by the calling thread together with threads of the common pool, each taking the next piece that
 * nobody has taken. Should the pool's threads be busy, the caller does everything by itself.
 *
 * <p>Allocates nothing once it has its helpers: the same tasks are forked anew each time.
 */
abstract class PieceWork {

    private final AtomicInteger next = new AtomicInteger();
    private Helper[] helpers = {};
    private int pieces;

    /** Does a piece; one thread at a time is a worker of a given number. */
    abstract void work(int worker, int piece);

    /** How many threads can work at a time, the caller's included. */
    static int mostWorkers() {
        return 1 + ForkJoinPool.getCommonPoolParallelism();
    }

    /** Does all pieces and returns when they are done. */
    final void run(int count, int workers) {
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

        private final transient PieceWork work;
        private final int worker;

        Helper(PieceWork work, int worker) {
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
