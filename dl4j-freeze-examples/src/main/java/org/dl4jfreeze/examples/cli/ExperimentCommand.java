package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.Runs;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.figures.Figures;
import org.dl4jfreeze.examples.report.ConsoleTable;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.SummaryJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand of one data set: checks everything, makes the runs, writes the results. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionLine.class, sortOptions = false)
final class ExperimentCommand implements Callable<Integer> {

    private final Experiment experiment;
    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentOptions options;

    private ExperimentCommand(Experiment experiment, PrintStream err) {
        this.experiment = experiment;
        this.err = err;
    }

    static CommandLine commandLine(Experiment experiment, PrintStream err) {
        CommandLine command = new CommandLine(new ExperimentCommand(experiment, err));
        command.setCommandName(experiment.name());
        command.getCommandSpec().usageMessage().description(experiment.description());
        command.setDefaultValueProvider(
                argument -> argument.isOption() ? ExperimentOptions.defaultOf(experiment, argument) : null);
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TrainTest data;
        Settings settings;
        int threads;
        try {
            threads = options.threads();
            // Before the data are read, so that a wrong option is found whatever the file holds.
            options.settings(spec.commandLine(), expectedExamples());
            ResultFolder.check(options.out());
            data = experiment.load(options.data(), options.examples(spec.commandLine()), options.seed());
            settings = options.settings(spec.commandLine(), data.train().numExamples());
            // Now and not after minutes of work, for some folders only show when created that they cannot be.
            ResultFolder.create(options.out());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        long start = System.nanoTime();
        Results results = results(settings, data, threads);
        write(results, threads, (System.nanoTime() - start) / 1e9);
        return CommandLine.ExitCode.OK;
    }

    /** As many training examples as the options say there are; without saying, the user's own file may hold any number. */
    private int expectedExamples() {
        return options.examples(spec.commandLine())
                .orElse(
                        options.data().isPresent()
                                ? Integer.MAX_VALUE
                                : experiment.defaults().examples());
    }

    private Results results(Settings settings, TrainTest data, int threads) throws InterruptedException {
        try (Progress progress = ProgressDisplay.forThisTerminal(experiment.name(), settings, err)) {
            return new Results(experiment, settings, Runs.execute(experiment, settings, data, threads, progress));
        }
    }

    private void write(Results results, int threads, double seconds) throws IOException {
        List<Path> files;
        try (ResultFolder folder = ResultFolder.open(options.out())) {
            RunsCsv.write(results, folder.file("runs.csv"));
            SummaryJson.write(results, threads, seconds, folder.file("summary.json"));
            Figures.loss(results, experiment.lossFigure(), folder::file);
            Figures.masks(results, experiment.maskFigure(), folder::file);
            files = folder.publish();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(ConsoleTable.format(results));
        out.println("Written:");
        files.forEach(file -> out.println("  " + file));
        out.println(String.format(
                Locale.ROOT,
                "%nTime: %.1f s for %d runs on %d threads",
                seconds,
                results.runs().size(),
                threads));
        out.flush();
    }
}
