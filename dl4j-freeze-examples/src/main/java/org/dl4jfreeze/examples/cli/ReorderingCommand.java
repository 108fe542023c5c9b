package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.MnistExperiment;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.ReorderingRuns;
import org.dl4jfreeze.examples.experiment.ReorderingSettings;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.figures.Figures;
import org.dl4jfreeze.examples.report.ReorderingCsv;
import org.dl4jfreeze.examples.report.ReorderingResults;
import org.dl4jfreeze.examples.report.ReorderingTable;
import org.dl4jfreeze.examples.report.ResultFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The subcommand that compares masks chosen early and kept with masks that are chosen anew at intervals. */
@Command(
        name = "reordering",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false,
        description =
                "Not in the paper: a network that is trained from scratch on MNIST with most parameters frozen from"
                        + " early on, by a mask that is kept or one that is chosen anew at intervals, and with nothing frozen.")
final class ReorderingCommand implements Callable<Integer> {

    private static final Experiment EXPERIMENT = new MnistExperiment();

    /** The data set's own, but for what the question asks: a t0 long before anything has been learned, and few left to train. */
    private static final Settings DEFAULTS = EXPERIMENT.presets().get(0).settings().toBuilder()
            .runs(5)
            .freezeAt(100)
            .iterations(2000)
            .fractions(List.of(0.5, 0.8, 0.9, 0.95, 0.99))
            .build();

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
            description = "iterations from one order to the next where the mask is chosen anew, a whole number from 1"
                    + " (default: ${DEFAULT-VALUE} iterations)")
    private int interval;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private RunOptions common;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for the results, created if need be (default: ${DEFAULT-VALUE})")
    private Path out;

    private ReorderingCommand(PrintStream err) {
        this.err = err;
    }

    static CommandLine commandLine(PrintStream err) {
        CommandLine command = new CommandLine(new ReorderingCommand(err));
        command.setDefaultValueProvider(argument -> argument.isOption() ? defaultOf(argument) : null);
        return command;
    }

    private static String defaultOf(ArgSpec argument) {
        String option = ((OptionSpec) argument).longestName();
        switch (option) {
            case "--t0":
                return String.valueOf(DEFAULTS.freezeAt());
            case "--every":
                return String.valueOf(DEFAULT_INTERVAL);
            case "--out":
                return Path.of("results", "reordering").toString();
            default:
                return TrainingOptions.defaultOf(DEFAULTS, option);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReorderingSettings settings;
        TrainTest data;
        try {
            ParseResult given = spec.commandLine().getParseResult();
            common.threads();
            // Before the data are read, so that a wrong option is found whatever the files hold.
            settings(training.examples().expected(DEFAULTS, given), given);
            ResultFolder.check(out);
            data = EXPERIMENT.load(
                    training.examples().data(), training.examples().count(given), common.seed());
            settings = settings(data.train().numExamples(), given);
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

    private ReorderingSettings settings(int examples, ParseResult given) {
        Settings settings = training.applyTo(common.applyTo(DEFAULTS), given)
                .freezeAt(freezeAt)
                .examples(examples)
                .build();
        return new ReorderingSettings(settings, interval);
    }

    private ReorderingResults run(ReorderingSettings settings, TrainTest data) throws InterruptedException {
        int runs = settings.training().runs();
        long iterations = ReorderingRuns.totalIterations(settings);
        try (Progress progress = ProgressDisplay.forThisTerminal("reordering", runs, iterations, err)) {
            return new ReorderingResults(
                    EXPERIMENT,
                    settings,
                    ReorderingRuns.execute(EXPERIMENT, settings, data, common.threads(), progress));
        }
    }

    private void write(ReorderingResults results) throws IOException {
        try (ResultFolder files = ResultFolder.open(out)) {
            ReorderingCsv.writeRuns(results, files.file("runs.csv"));
            ReorderingCsv.writeSummary(results, files.file("summary.csv"));
            ReorderingTable.write(results, files.file("reordering.md"));
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
