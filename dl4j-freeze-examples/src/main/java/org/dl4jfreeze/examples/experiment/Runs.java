package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.TrainTest;

/** Makes all runs of an experiment, several at a time. The results do not depend on how many at a time. */
public final class Runs {

    private Runs() {}

    /**
     * Iterations that all runs train together, which is what a {@link Progress} counts.
     *
     * @param settings the settings
     * @return the number of iterations
     */
    public static long totalIterations(Settings settings) {
        return settings.runs() * Runner.iterationsPerRun(settings);
    }

    /**
     * Makes all runs.
     *
     * @param experiment data set and network
     * @param settings   the settings
     * @param data       the examples
     * @param threads    how many runs at a time
     * @param progress   is told how far the work has come
     * @return the runs, by number
     * @throws IllegalStateException if a run fails; its cause says why
     * @throws InterruptedException  if the thread is interrupted
     */
    public static List<Run> execute(
            Experiment experiment, Settings settings, TrainTest data, int threads, Progress progress)
            throws InterruptedException {
        SmallNetworkTuning.forProcess();
        Runner runner = new Runner(experiment, settings, data, progress);
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, settings.runs()), Runs::worker);
        try {
            List<Future<Run>> futures = new ArrayList<>();
            for (int number = 1; number <= settings.runs(); number++) {
                int run = number;
                futures.add(pool.submit(() -> runner.run(run)));
            }
            List<Run> runs = new ArrayList<>();
            for (Future<Run> future : futures) {
                runs.add(future.get());
            }
            return runs;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A run failed: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
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
}
