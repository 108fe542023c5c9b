package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.dl4jfreeze.examples.data.TrainTest;

/** Makes all runs of an experiment, several at a time. The results do not depend on the number of threads. */
public final class Runs {

    /** Maximum number of runs that share an initialisation; 10 give 45 pairs. */
    private static final int SHARED = 10;

    private final Runner runner;
    private final Settings settings;
    private final RunArchive archive;
    private final Progress progress;
    private final AtomicInteger reused = new AtomicInteger();

    private Runs(Runner runner, Settings settings, RunArchive archive, Progress progress) {
        this.runner = runner;
        this.settings = settings;
        this.archive = archive;
        this.progress = progress;
    }

    /** Counts the iterations of all runs, as a {@link Progress} does. */
    public static long totalIterations(Settings settings) {
        return settings.runs() * Runner.iterationsPerRun(settings) + (shared(settings) - 1L) * settings.freezeAt();
    }

    private static int shared(Settings settings) {
        return Math.min(SHARED, settings.runs());
    }

    /**
     * Makes all runs that the archive does not hold yet.
     *
     * @param archive finished runs of earlier invocations; receives those of this one
     * @throws IllegalStateException if a run fails; its cause says why
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
            // negative: batch orders that no run has
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
            return new Outcome(runs, shared, reused.get());
        }
    }

    private Callable<Run> run(int number) {
        return () -> {
            Optional<Run> earlier = archive.findRun(number);
            if (earlier.isPresent()) {
                reused.incrementAndGet();
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
