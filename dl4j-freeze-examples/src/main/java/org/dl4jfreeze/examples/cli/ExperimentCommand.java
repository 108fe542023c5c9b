package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.PlateauSearch;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.ConsoleSummary;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.TableOne;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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

    @Mixin
    private KeptRunOptions common;

    private ExperimentCommand(Experiment experiment, PrintStream err) {
        this.experiment = experiment;
        this.err = err;
    }

    static CommandLine commandLine(Experiment experiment, PrintStream err) {
        CommandLine command = new CommandLine(new ExperimentCommand(experiment, err));
        command.setCommandName(experiment.name());
        command.getCommandSpec().usageMessage().description(experiment.description());
        command.setResourceBundle(HelpWords.of(
                Map.of("presets", ExperimentOptions.presets(experiment), "plateau", PlateauSearch.rule())));
        command.setDefaultValueProvider(
                argument -> argument.isOption() ? ExperimentOptions.defaultOf(experiment, argument) : null);
        return command;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ParseResult given = spec.commandLine().getParseResult();
        Job job;
        Path folder;
        try {
            Preset preset = options.preset(experiment);
            folder = folder(preset, given);
            job = job(preset, folder, given);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(TableOne.format(List.of(job.tableRow())));
        Section section = job.execute(folder, experiment.name(), err);
        print(section, folder, out);
        return CommandLine.ExitCode.OK;
    }

    private Path folder(Preset preset, ParseResult given) {
        return given.hasMatchedOption("--out") ? common.out() : common.out().resolveSibling(experiment.name(preset));
    }

    private Job job(Preset preset, Path folder, ParseResult given) {
        int threads = common.threads();
        // Before the data are read, so that a wrong option is found whatever the file holds.
        TrainingOptions training = options.training();
        options.settings(preset, common, given, training.examples().expected(preset.settings(), given));
        ResultFolder.check(folder);
        TrainTest data =
                experiment.load(training.examples().data(), training.examples().count(given), common.seed());
        Settings settings = options.settings(preset, common, given, data.train().numExamples());
        if (options.isAuto()) {
            settings = AutoFreezeTime.find(experiment, settings, data, given.hasMatchedOption("--iterations"));
        }
        // Now and not after the runs, for some folders only show when created that they cannot be.
        ResultFolder.create(folder);
        return new Job(experiment, preset, settings, data, threads, common.fresh());
    }

    static void print(Section section, Path folder, PrintWriter out) {
        out.println(ConsoleSummary.format(section.results()));
        section.notes().forEach(out::println);
        out.println("Written to " + folder + ": report.html, runs.csv, summary.json, the tables table1.md, settings.md,"
                + " claims.md and orders.md, and the figures");
        out.println(time(section.seconds(), section.results().runs().size(), section.threads()));
        out.flush();
    }

    static String time(double seconds, int runs, int threads) {
        return String.format(Locale.ROOT, "%nTime: %.1f s for %d runs on %d threads%n", seconds, runs, threads);
    }
}
