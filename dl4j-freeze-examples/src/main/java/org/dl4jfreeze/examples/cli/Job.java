package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Outcome;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.Runs;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.figures.FigureSet;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.TableOne;
import org.dl4jfreeze.examples.store.FileRunArchive;
import org.dl4jfreeze.examples.store.Fingerprint;

/** One experiment under one preset, ready to run: makes the runs and writes their results to a folder. */
record Job(Experiment experiment, Preset preset, Settings settings, TrainTest data, int threads, boolean fresh) {

    /** Computes the row of the paper's Table 1 from a network that is built for it. */
    TableOne.Row tableRow() {
        MultiLayerNetwork network = experiment.network(settings.learningRate(), 0);
        return new TableOne.Row(
                experiment.title(),
                experiment.task(),
                structure(network),
                network.numParams(),
                settings.examples(),
                data.test().numExamples());
    }

    private static String structure(MultiLayerNetwork network) {
        IntStream sizes = IntStream.range(0, network.getnLayers()).map(network::layerSize);
        return IntStream.concat(IntStream.of(network.layerInputSize(0)), sizes)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    /**
     * Makes the runs and writes their results to a folder.
     *
     * @param label   names the work in messages
     * @param command what to type to resume it
     */
    @SuppressWarnings("try") // the notice is withdrawn by closing it
    Section execute(Path folder, String label, String command, PrintStream err)
            throws IOException, InterruptedException {
        FileRunArchive archive = new FileRunArchive(folder, Fingerprint.of(experiment, settings, data));
        if (fresh) {
            archive.clear();
        }
        long start = System.nanoTime();
        Outcome outcome;
        try (InterruptNotice notice = InterruptNotice.resumable(err, folder, command);
                Progress progress =
                        ProgressDisplay.forThisTerminal(label, settings.runs(), Runs.totalIterations(settings), err)) {
            outcome = new Runs(experiment, settings, data, archive, progress).execute(threads);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Results results = new Results(experiment, preset, settings, outcome.runs(), outcome.sharedInitialisation());
        return write(results, folder, seconds, notes(outcome));
    }

    private static List<String> notes(Outcome outcome) {
        return outcome.reused() == 0
                ? List.of()
                : List.of(outcome.reused() + " of " + outcome.runs().size()
                        + " runs were reused from an earlier invocation; the time is for this one only"
                        + " (--fresh makes every run again)");
    }

    private Section write(Results results, Path folder, double seconds, List<String> notes) throws IOException {
        FigureSet figures = new FigureSet(results);
        try (ResultFolder files = ResultFolder.open(folder)) {
            figures.draw(files::file);
            Section section = new Section(results, figures.figures(files::file), seconds, threads, notes);
            ReportFiles.write(new Report(List.of(tableRow()), List.of(section)), files);
            files.publish();
        }
        for (Path file : figures.outdated(folder::resolve)) {
            Files.deleteIfExists(file);
        }
        return new Section(results, figures.figures(folder::resolve), seconds, threads, notes);
    }
}
