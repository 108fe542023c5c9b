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

    static CommandLine commandLine(Experiment experiment, Defaults.FirstPass given, PrintStream err) {
        Preset preset = given.preset(experiment);
        Settings settings = preset.settings();
        CommandLine command = new CommandLine(new ExperimentCommand(experiment, err));
        command.setCommandName(experiment.name());
        command.getCommandSpec().usageMessage().description(experiment.description());
        return new Defaults(given.quick ? KeptRunOptions.quick(settings) : settings)
                .with("preset", experiment.presets().get(0).name())
                .with("out", Path.of("results", experiment.name(preset)))
                .withWords("presets", ExperimentOptions.presets(experiment))
                .withWords("plateau", PlateauSearch.rule())
                .applyTo(command);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Job job;
        try {
            job = job(options.preset(experiment));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(TableOne.format(List.of(job.tableRow())));
        Section section = job.execute(common.out, experiment.name(), RootCommand.typedAgain(spec), err);
        print(section, common.out, out);
        return CommandLine.ExitCode.OK;
    }

    private Job job(Preset preset) {
        int threads = common.runs.threads();
        // before the data are read, so that a wrong option is found whatever the file holds
        options.settings(
                preset, common, options.examples.expected(preset.settings().examples()));
        ResultFolder.check(common.out);
        TrainTest data = options.examples.load(experiment, common.runs.sampling.seed);
        Settings settings = options.settings(preset, common, data.train().numExamples());
        settings = options.determined(experiment, settings, data);
        // before the runs, because some folders turn out to be impossible only when they are created
        ResultFolder.create(common.out);
        return new Job(experiment, preset, settings, data, threads, common.fresh);
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
