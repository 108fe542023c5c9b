package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.ReorderingRuns;
import org.dl4jfreeze.examples.experiment.ReorderingSettings;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.experiment.Trial;
import org.dl4jfreeze.examples.figures.Figures;
import org.dl4jfreeze.examples.report.ReorderingCsv;
import org.dl4jfreeze.examples.report.ReorderingResults;
import org.dl4jfreeze.examples.report.ReorderingTable;
import org.dl4jfreeze.examples.report.ResultFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand that compares masks chosen early and kept with masks that are re-chosen at intervals. */
@Command(
        name = "reordering",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false,
        description =
                "Not in the paper: a network that is trained from scratch on MNIST with most parameters frozen from"
                        + " early on, by a mask that is kept or one that is re-chosen at intervals, and with nothing frozen.")
final class ReorderingCommand implements Callable<Integer> {

    private static final Experiment EXPERIMENT = Experiments.mnist();

    /** The data set's own, except for a t0 long before anything has been learned, and few parameters left to train. */
    private static final Settings DEFAULTS = EXPERIMENT
            .presets()
            .get(0)
            .settings()
            .withRuns(5)
            .withFreezing(100, Settings.GIVEN, 2000)
            .withFractions(List.of(0.5, 0.8, 0.9, 0.95, 0.99));

    private static final int DEFAULT_INTERVAL = 100;

    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--t0",
            paramLabel = "N",
            description =
                    "iterations with all parameters active, a whole number from 1 and below --iterations; then the"
                            + " first mask is chosen (default: ${DEFAULT-VALUE} iterations)")
    private int freezeAt;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "interval, in iterations, at which the mask is re-chosen, a whole number from 1"
                    + " (default: ${DEFAULT-VALUE} iterations)")
    private int interval;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "iterations in total, a whole number above --t0 (default: ${DEFAULT-VALUE} iterations)")
    private int iterations;

    @Mixin
    private ExampleOptions examples;

    @Mixin
    private RunOptions common;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for the results, created if missing (default: ${DEFAULT-VALUE})")
    private Path out;

    private ReorderingCommand(PrintStream err) {
        this.err = err;
    }

    static CommandLine commandLine(PrintStream err) {
        return new Defaults(DEFAULTS)
                .with("iterations", DEFAULTS.iterations())
                .with("every", DEFAULT_INTERVAL)
                .with("out", Path.of("results", "reordering"))
                .applyTo(new CommandLine(new ReorderingCommand(err)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReorderingSettings settings;
        TrainTest data;
        try {
            common.threads();
            // before the data are read, so that a wrong option is found whatever the files hold
            settings(examples.expected(DEFAULTS.examples()));
            ResultFolder.check(out);
            data = examples.load(EXPERIMENT, common.sampling.seed);
            settings = settings(data.train().numExamples());
            ResultFolder.create(out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        long start = System.nanoTime();
        ReorderingResults results = run(settings, data);
        write(results);
        print(results, (System.nanoTime() - start) / 1e9);
        return CommandLine.ExitCode.OK;
    }

    private ReorderingSettings settings(int count) {
        Settings settings = common.settings(freezeAt, iterations, examples.learningRate, examples.batchSize, count);
        return new ReorderingSettings(settings, interval);
    }

    @SuppressWarnings("try") // the notice is withdrawn by closing it
    private ReorderingResults run(ReorderingSettings settings, TrainTest data) throws InterruptedException {
        int runs = settings.training().runs();
        long iterations = ReorderingRuns.totalIterations(settings);
        try (InterruptNotice notice = InterruptNotice.lost(err, RootCommand.typedAgain(spec));
                Progress progress = ProgressDisplay.forThisTerminal("reordering", runs, iterations, err)) {
            List<Trial> trials = new ReorderingRuns(EXPERIMENT, settings, data, progress).execute(common.threads());
            return new ReorderingResults(EXPERIMENT, settings, trials);
        }
    }

    private void write(ReorderingResults results) throws IOException {
        try (ResultFolder files = ResultFolder.open(out)) {
            ReorderingCsv.writeRuns(results, files.file("runs.csv"));
            ReorderingCsv.writeSummary(results, files.file("summary.csv"));
            Files.writeString(files.file("reordering.md"), ReorderingTable.format(results));
            Figures.reordering(results, "reordering", files::file);
            files.publish();
        }
    }

    private void print(ReorderingResults results, double seconds) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(ReorderingTable.format(results));
        console.println("Written to " + out
                + ": runs.csv, summary.csv, reordering.md, and the figure as reordering.png and .svg");
        console.println(
                ExperimentCommand.time(seconds, results.settings().training().runs(), common.threads()));
        console.flush();
    }
}
