package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVPrinter;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Trial;

/**
 * The files of a comparison of fixed masks with re-ordered ones: a row per trial, and a row per treatment. They hold nothing
 * that differs between two executions with the same seed.
 */
public final class ReorderingCsv {

    private ReorderingCsv() {}

    /**
     * Writes one row per trial.
     *
     * @param results the trials
     * @param file    the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeRuns(ReorderingResults results, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(
                        writer,
                        RunsCsv.format(
                                "run",
                                "order",
                                "mask",
                                "fraction",
                                "frozen",
                                "train_loss",
                                "test_loss",
                                "test_accuracy"))) {
            for (Trial trial : results.trials()) {
                Treatment treatment = trial.treatment();
                printer.printRecord(
                        trial.run(),
                        treatment.order(),
                        treatment.mask(),
                        RunsCsv.plain(treatment.fraction()),
                        trial.mask().frozenCount(),
                        trial.trainLoss(),
                        trial.testLoss(),
                        trial.accuracy());
            }
        }
    }

    /**
     * Writes one row per treatment: means and standard deviations (n - 1) over runs, the accuracy in per cent.
     *
     * @param results the trials
     * @param file    the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeSummary(ReorderingResults results, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(
                        writer,
                        RunsCsv.format(
                                "order",
                                "mask",
                                "fraction",
                                "frozen",
                                "train_loss_mean",
                                "train_loss_sd",
                                "test_loss_mean",
                                "test_loss_sd",
                                "test_accuracy_percent_mean",
                                "test_accuracy_percent_sd"))) {
            for (TrialGroup group : results.groups()) {
                Treatment treatment = group.treatment();
                printer.printRecord(
                        treatment.order(),
                        treatment.mask(),
                        RunsCsv.plain(treatment.fraction()),
                        group.frozen(),
                        group.trainLoss().mean(),
                        group.trainLoss().deviation(),
                        group.testLoss().mean(),
                        group.testLoss().deviation(),
                        group.accuracy().mean(),
                        group.accuracy().deviation());
            }
        }
    }
}
