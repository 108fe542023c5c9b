package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Run;

/** The file runs.csv: one row per branch. Holds nothing that differs between two executions with the same seed. */
public final class RunsCsv {

    private static final CSVFormat FORMAT =
            format("dataset", "run", "order", "fraction", "frozen", "train_loss", "test_loss");

    private RunsCsv() {}

    /** The form that all CSV files of results have. */
    static CSVFormat format(String... headings) {
        return CSVFormat.RFC4180
                .builder()
                .setHeader(headings)
                .setRecordSeparator('\n')
                .get();
    }

    /**
     * Writes all rows, by run, order and fraction.
     *
     * @param results the runs
     * @param file    the file to write
     * @throws IOException if it cannot be written
     */
    public static void write(Results results, Path file) throws IOException {
        writeAll(List.of(results), file);
    }

    /**
     * Writes all rows of several data sets, one set after the other.
     *
     * @param all  the runs of each
     * @param file the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeAll(List<Results> all, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            for (Results results : all) {
                for (Run run : results.runs()) {
                    for (Branch branch : run.branches()) {
                        print(results.name(), branch, printer);
                    }
                }
            }
        }
    }

    private static void print(String dataset, Branch branch, CSVPrinter printer) throws IOException {
        printer.printRecord(
                dataset,
                branch.run(),
                branch.order(),
                plain(branch.fraction()),
                branch.mask().frozenCount(),
                branch.trainLoss(),
                branch.testLoss());
    }

    /**
     * A fraction as a user would type it.
     *
     * @param fraction the fraction
     * @return {@code 0}, {@code 0.1}, {@code 1}
     */
    public static String plain(double fraction) {
        return BigDecimal.valueOf(fraction).stripTrailingZeros().toPlainString();
    }
}
