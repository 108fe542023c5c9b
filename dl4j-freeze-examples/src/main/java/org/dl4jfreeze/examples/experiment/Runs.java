package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

    /** Prepares the runs; the archive holds finished ones of earlier invocations, and receives those of this one. */
    public Runs(Experiment experiment, Settings settings, TrainTest data, RunArchive archive, Progress progress) {
        this.runner = new Runner(experiment, settings, data, progress);
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
     * @throws IllegalStateException if a run fails; its cause says why
     */
    public Outcome execute(int threads) throws InterruptedException {
        try (Workers workers = new Workers(Math.min(threads, settings.runs()))) {
            // negative: batch orders that no run has
            List<Future<float[]>> variances = IntStream.range(1, shared(settings))
                    .mapToObj(i -> workers.submit(() -> variance(-i)))
                    .toList();
            List<Future<Run>> futures = IntStream.rangeClosed(1, settings.runs())
                    .mapToObj(number -> workers.submit(() -> run(number)))
                    .toList();
            List<Run> runs = Workers.results(futures);
            List<float[]> shared = new ArrayList<>(List.of(runs.get(0).variance()));
            shared.addAll(Workers.results(variances));
            return new Outcome(runs, shared, reused.get());
        }
    }

    private Run run(int number) {
        Optional<Run> earlier = archive.findRun(number);
        if (earlier.isPresent()) {
            reused.incrementAndGet();
            progress.skip(Runner.iterationsPerRun(settings));
            progress.runFinished(number);
            return earlier.get();
        }
        Run run = runner.run(number);
        archive.keep(run);
        return run;
    }

    private float[] variance(int batchOrder) {
        Optional<float[]> earlier = archive.findVariance(batchOrder);
        if (earlier.isPresent()) {
            progress.skip(settings.freezeAt());
            return earlier.get();
        }
        float[] variance = runner.varianceWithSharedInitialisation(batchOrder);
        archive.keep(batchOrder, variance);
        return variance;
    }
}
