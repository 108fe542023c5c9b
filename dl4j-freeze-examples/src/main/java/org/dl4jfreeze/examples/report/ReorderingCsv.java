package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Trial;

/**
 * The files of a comparison of fixed masks with re-ordered ones: a row per trial, and a row per treatment. They contain nothing
 * that differs between two executions with the same seed.
 */
public final class ReorderingCsv {

    private static final List<String> RUN_HEADINGS =
            List.of("run", "order", "mask", "fraction", "frozen", "train_loss", "test_loss", "test_accuracy");
    private static final List<String> SUMMARY_HEADINGS = List.of(
            "order",
            "mask",
            "fraction",
            "frozen",
            "train_loss_mean",
            "train_loss_sd",
            "test_loss_mean",
            "test_loss_sd",
            "test_accuracy_percent_mean",
            "test_accuracy_percent_sd");

    private ReorderingCsv() {}

    public static void writeRuns(ReorderingResults results, Path file) throws IOException {
        CsvFile.write(file, RUN_HEADINGS, results.trials().stream().map(ReorderingCsv::row));
    }

    private static List<?> row(Trial trial) {
        Treatment treatment = trial.treatment();
        return List.of(
                trial.run(),
                treatment.order(),
                treatment.mask(),
                NumberText.plain(treatment.fraction()),
                trial.mask().frozenCount(),
                trial.losses().train(),
                trial.losses().test(),
                trial.accuracy());
    }

    /** Writes one row per treatment: means and standard deviations (n - 1) over runs, the accuracy in per cent. */
    public static void writeSummary(ReorderingResults results, Path file) throws IOException {
        CsvFile.write(file, SUMMARY_HEADINGS, results.groups().stream().map(ReorderingCsv::row));
    }

    private static List<?> row(TrialGroup group) {
        Treatment treatment = group.treatment();
        return List.of(
                treatment.order(),
                treatment.mask(),
                NumberText.plain(treatment.fraction()),
                group.frozen(),
                group.trainLoss().mean(),
                group.trainLoss().deviation(),
                group.testLoss().mean(),
                group.testLoss().deviation(),
                group.accuracy().mean(),
                group.accuracy().deviation());
    }
}
