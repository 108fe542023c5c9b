package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.covariance.LeadingVector;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** The files of a look at a covariance. They hold no time and no memory, but what the covariance answered alone. */
public final class CovarianceCsv {

    private CovarianceCsv() {}

    private interface Rows {
        void print(CSVPrinter printer) throws IOException;
    }

    private static void write(Path file, Rows rows, String... headings) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(writer, RunsCsv.format(headings))) {
            rows.print(printer);
        }
    }

    /**
     * Writes one row per eigenvalue, descending: with its share of the trace, that of all so far, and the condition index, which is
     * empty behind the rank.
     *
     * @param findings the answers
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeSpectrum(CovarianceFindings findings, Path file) throws IOException {
        double[] values = findings.spectrum();
        double[] indices = findings.conditionIndices();
        write(
                file,
                printer -> {
                    double sum = 0;
                    for (int k = 0; k < values.length; k++) {
                        sum += values[k];
                        printer.printRecord(
                                k + 1,
                                values[k],
                                findings.share(values[k]),
                                findings.share(sum),
                                k < indices.length ? indices[k] : null);
                    }
                },
                "k",
                "eigenvalue",
                "share_of_trace",
                "cumulative_share",
                "condition_index");
    }

    /**
     * Writes one row per block of parameters: how many they are, the sum of their variances, and its share of the trace.
     *
     * @param findings the answers
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeLayers(CovarianceFindings findings, Path file) throws IOException {
        List<ParameterRange> blocks = findings.settings().blocks();
        double[] variances = findings.variances();
        write(
                file,
                printer -> {
                    for (int i = 0; i < variances.length; i++) {
                        ParameterRange block = blocks.get(i);
                        int length = block.to() - block.from();
                        printer.printRecord(
                                block.name(),
                                length,
                                variances[i],
                                findings.share(variances[i]),
                                variances[i] / length);
                    }
                },
                "block",
                "parameters",
                "variance_sum",
                "share_of_trace",
                "variance_mean");
    }

    /**
     * Writes one row per leading eigenvector: eigenvalue, its share of the trace, and the part of the vector's squared length in each
     * block.
     *
     * @param findings the answers
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeEigenvectors(CovarianceFindings findings, Path file) throws IOException {
        List<String> headings = new ArrayList<>(List.of("k", "eigenvalue", "share_of_trace"));
        findings.settings().blocks().forEach(block -> headings.add(block.name()));
        write(
                file,
                printer -> {
                    int k = 0;
                    for (LeadingVector vector : findings.leading()) {
                        List<Object> row =
                                new ArrayList<>(List.of(++k, vector.eigenvalue(), findings.share(vector.eigenvalue())));
                        row.addAll(vector.shares());
                        printer.printRecord(row);
                    }
                },
                headings.toArray(new String[0]));
    }

    /**
     * Writes the correlations that are shown, to six places, one row per parameter; rows and columns bear the index within the
     * flat vector.
     *
     * @param findings the answers
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeCorrelation(CovarianceFindings findings, Path file) throws IOException {
        int from = findings.settings().shown().from();
        double[][] correlation = findings.correlation();
        List<String> headings = new ArrayList<>(List.of("parameter"));
        for (int i = 0; i < correlation.length; i++) {
            headings.add(String.valueOf(from + i));
        }
        write(
                file,
                printer -> {
                    for (int i = 0; i < correlation.length; i++) {
                        List<Object> row = new ArrayList<>(List.of(from + i));
                        for (double value : correlation[i]) {
                            row.add(NumberText.number(value, 6));
                        }
                        printer.printRecord(row);
                    }
                },
                headings.toArray(new String[0]));
    }
}
