package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.PlateauSearch;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.TableOne;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand for the whole paper: every data set under every preset, one after the other, and one report on all. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false,
        description =
                "The whole paper: all five data sets under all their presets (with --quick or --t0 auto under the default one),"
                        + " figures 1 to 8, and one report with all claims. Each data set keeps its own t0, learning rate and"
                        + " batch size.")
final class AllCommand implements Callable<Integer> {

    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--t0",
            paramLabel = "auto",
            converter = FreezeTime.class,
            description =
                    "auto: every t0 is determined by a separate run, as the first iteration at which ${bundle:plateau}"
                            + " (default: each data set's own)")
    private OptionalInt freezeAt;

    @Mixin
    private KeptRunOptions common;

    private AllCommand(PrintStream err) {
        this.err = err;
    }

    static CommandLine commandLine(Defaults.FirstPass given, PrintStream err) {
        // number of runs, seed, fractions and orders are the same for all data sets
        Settings any = Experiments.all().get(0).presets().get(0).settings();
        return new Defaults(given.quick ? KeptRunOptions.quick(any) : any)
                .without("t0")
                .with("out", "results")
                .withWords("plateau", PlateauSearch.rule())
                .applyTo(new CommandLine(new AllCommand(err)));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        Report report;
        try {
            check();
            report = runAll(out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try (ResultFolder files = ResultFolder.open(common.out)) {
            ReportFiles.write(report, files);
            files.publish();
        }
        out.println("Table 1, from the networks that were built");
        out.println(TableOne.format(report.tableOne()));
        out.println("Everything in one page: " + common.out.resolve("report.html"));
        out.println(String.format(Locale.ROOT, "Time: %.1f min in all", (System.nanoTime() - start) / 60e9));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private Report runAll(PrintWriter out) throws IOException, InterruptedException {
        Map<String, TableOne.Row> table = new LinkedHashMap<>();
        List<Section> sections = new ArrayList<>();
        long total = Experiments.all().stream()
                .mapToLong(experiment -> presets(experiment).size())
                .sum();
        for (Experiment experiment : Experiments.all()) {
            TrainTest data = experiment.load(Optional.empty(), Optional.empty(), common.runs.sampling.seed);
            for (Preset preset : presets(experiment)) {
                Job job = job(experiment, preset, data);
                table.put(experiment.name(), job.tableRow());
                Path folder = folder(experiment, preset);
                String label = (sections.size() + 1) + "/" + total + " " + folder.getFileName();
                Section section = job.execute(folder, label, RootCommand.typedAgain(spec), err);
                ExperimentCommand.print(section, folder, out);
                sections.add(section);
            }
        }
        return new Report(List.copyOf(table.values()), sections);
    }

    /** Returns all presets, or only the default one for a first look and where t0, their main difference, is determined. */
    private List<Preset> presets(Experiment experiment) {
        boolean all = freezeAt == null && !common.quick;
        return all ? experiment.presets() : experiment.presets().subList(0, 1);
    }

    private Path folder(Experiment experiment, Preset preset) {
        return common.out.resolve(experiment.name(preset));
    }

    /** Checks everything that can be checked before the first data are read. */
    private void check() {
        common.runs.threads();
        if (freezeAt != null && freezeAt.isPresent()) {
            throw new IllegalArgumentException("Invalid --t0 " + freezeAt.getAsInt()
                    + " for all data sets, must be auto; choose a number for one data set at a time");
        }
        for (Experiment experiment : Experiments.all()) {
            for (Preset preset : presets(experiment)) {
                settings(preset);
                ResultFolder.check(folder(experiment, preset));
            }
        }
        ResultFolder.check(common.out);
        ResultFolder.create(common.out);
    }

    private Settings settings(Preset preset) {
        Settings own = preset.settings();
        return common.runs.settings(
                own.freezeAt(), own.iterations(), own.learningRate(), own.batchSize(), own.examples());
    }

    private Job job(Experiment experiment, Preset preset, TrainTest data) {
        Settings settings = settings(preset);
        if (freezeAt != null) {
            settings = PlateauSearch.find(experiment, settings, data, false);
        }
        return new Job(experiment, preset, settings, data, common.runs.threads(), common.fresh);
    }
}
