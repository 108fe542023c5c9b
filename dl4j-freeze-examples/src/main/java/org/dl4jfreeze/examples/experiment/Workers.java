package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;

/** Threads that make runs, each on one native thread. */
final class Workers implements AutoCloseable {

    private final ExecutorService pool;

    Workers(int threads) {
        SmallNetworkTuning.forProcess();
        pool = Executors.newFixedThreadPool(threads, Workers::worker);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(() -> {
            SmallNetworkTuning.forThread();
            work.run();
        });
        thread.setName("run-" + thread.getName());
        thread.setDaemon(true);
        return thread;
    }

    <T> Future<T> submit(Callable<T> run) {
        return pool.submit(run);
    }

    /**
     * Waits for the results of runs.
     *
     * @throws IllegalStateException if one failed; its cause says why
     */
    static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A run failed: " + e.getCause(), e.getCause());
            }
        }
        return results;
    }

    /** Stops all threads without waiting for them. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
