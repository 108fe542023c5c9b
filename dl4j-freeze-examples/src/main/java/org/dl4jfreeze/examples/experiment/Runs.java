package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.TrainTest;

/** Makes all runs of an experiment, several at a time. The results do not depend on how many at a time. */
public final class Runs {

    /** How many runs, at most, share an initialisation; 10 give 45 pairs. */
    private static final int SHARED = 10;

    private final Runner runner;
    private final Settings settings;
    private final RunArchive archive;
    private final Progress progress;
    private final AtomicInteger takenOver = new AtomicInteger();

    private Runs(Runner runner, Settings settings, RunArchive archive, Progress progress) {
        this.runner = runner;
        this.settings = settings;
        this.archive = archive;
        this.progress = progress;
    }

    /**
     * Iterations that all runs train together, which is what a {@link Progress} counts.
     *
     * @param settings the settings
     * @return the number of iterations
     */
    public static long totalIterations(Settings settings) {
        return settings.runs() * Runner.iterationsPerRun(settings) + (shared(settings) - 1L) * settings.freezeAt();
    }

    private static int shared(Settings settings) {
        return Math.min(SHARED, settings.runs());
    }

    /**
     * Makes all runs that the archive does not hold yet.
     *
     * @param experiment data set and network
     * @param settings   the settings
     * @param data       the examples
     * @param threads    how many runs at a time
     * @param archive    finished runs of earlier calls; receives those of this one
     * @param progress   is told how far the work has come
     * @return what all runs gave
     * @throws IllegalStateException if a run fails; its cause says why
     * @throws InterruptedException  if the thread is interrupted
     */
    public static Outcome execute(
            Experiment experiment,
            Settings settings,
            TrainTest data,
            int threads,
            RunArchive archive,
            Progress progress)
            throws InterruptedException {
        SmallNetworkTuning.forProcess();
        Runner runner = new Runner(experiment, settings, data, progress);
        return new Runs(runner, settings, archive, progress).execute(threads);
    }

    private Outcome execute(int threads) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, settings.runs()), Runs::worker);
        try {
            List<Future<float[]>> variances = new ArrayList<>();
            // batch orders that no run has
            for (int i = 1; i < shared(settings); i++) {
                variances.add(pool.submit(variance(-i)));
            }
            List<Future<Run>> futures = new ArrayList<>();
            for (int number = 1; number <= settings.runs(); number++) {
                futures.add(pool.submit(run(number)));
            }
            List<Run> runs = results(futures);
            List<float[]> shared = new ArrayList<>(List.of(runs.get(0).variance()));
            shared.addAll(results(variances));
            return new Outcome(runs, shared, takenOver.get());
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<Run> run(int number) {
        return () -> {
            Optional<Run> earlier = archive.findRun(number);
            if (earlier.isPresent()) {
                takenOver.incrementAndGet();
                progress.advance(Runner.iterationsPerRun(settings));
                progress.runFinished(number);
                return earlier.get();
            }
            Run run = runner.run(number);
            archive.keep(run);
            return run;
        };
    }

    private Callable<float[]> variance(int batchOrder) {
        return () -> {
            Optional<float[]> earlier = archive.findVariance(batchOrder);
            if (earlier.isPresent()) {
                progress.advance(settings.freezeAt());
                return earlier.get();
            }
            float[] variance = runner.varianceWithSharedInitialisation(batchOrder);
            archive.keep(batchOrder, variance);
            return variance;
        };
    }

    private static <T> List<T> results(List<Future<T>> futures) throws InterruptedException {
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
