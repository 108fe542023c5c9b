package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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
        Runner runner = new Runner(experiment, settings, data, progress);
        return new Runs(runner, settings, archive, progress).execute(threads);
    }

    private Outcome execute(int threads) throws InterruptedException {
        try (Workers workers = new Workers(Math.min(threads, settings.runs()))) {
            List<Future<float[]>> variances = new ArrayList<>();
            // batch orders that no run has
            for (int i = 1; i < shared(settings); i++) {
                variances.add(workers.submit(variance(-i)));
            }
            List<Future<Run>> futures = new ArrayList<>();
            for (int number = 1; number <= settings.runs(); number++) {
                futures.add(workers.submit(run(number)));
            }
            List<Run> runs = Workers.results(futures);
            List<float[]> shared = new ArrayList<>(List.of(runs.get(0).variance()));
            shared.addAll(Workers.results(variances));
            return new Outcome(runs, shared, takenOver.get());
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
}
