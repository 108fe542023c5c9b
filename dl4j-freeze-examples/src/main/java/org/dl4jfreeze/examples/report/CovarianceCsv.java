package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.covariance.LeadingVector;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** The files of a full covariance. They contain only what the covariance answered: no time, no memory. */
public final class CovarianceCsv {

    private CovarianceCsv() {}

    /**
     * Writes one row per eigenvalue, descending: its share of the trace, that of all so far, and the condition index, which is
     * empty beyond the rank.
     */
    public static void writeSpectrum(CovarianceFindings findings, Path file) throws IOException {
        double[] values = findings.spectrum();
        double[] sums = findings.cumulativeSpectrum();
        double[] indices = findings.conditionIndices();
        CsvFile.write(
                file,
                List.of("k", "eigenvalue", "share_of_trace", "cumulative_share", "condition_index"),
                IntStream.range(0, values.length)
                        .mapToObj(k -> Arrays.asList(
                                k + 1,
                                values[k],
                                findings.share(values[k]),
                                findings.share(sums[k]),
                                k < indices.length ? indices[k] : null)));
    }

    /** Writes one row per block of parameters: their number, the sum of their variances, its share of the trace, and the mean. */
    public static void writeLayers(CovarianceFindings findings, Path file) throws IOException {
        List<ParameterRange> blocks = findings.settings().blocks();
        double[] variances = findings.variances();
        CsvFile.write(
                file,
                List.of("block", "parameters", "variance_sum", "share_of_trace", "variance_mean"),
                IntStream.range(0, variances.length).mapToObj(i -> {
                    int length = blocks.get(i).to() - blocks.get(i).from();
                    return List.of(
                            blocks.get(i).name(),
                            length,
                            variances[i],
                            findings.share(variances[i]),
                            variances[i] / length);
                }));
    }

    /** Writes one row per leading eigenvector: eigenvalue, its share of the trace, and the squared length in each block. */
    public static void writeEigenvectors(CovarianceFindings findings, Path file) throws IOException {
        List<String> headings = new ArrayList<>(List.of("k", "eigenvalue", "share_of_trace"));
        findings.settings().blocks().forEach(block -> headings.add(block.name()));
        List<LeadingVector> leading = findings.leading();
        CsvFile.write(file, headings, IntStream.range(0, leading.size()).mapToObj(k -> {
            double eigenvalue = leading.get(k).eigenvalue();
            return with(List.of(k + 1, eigenvalue, findings.share(eigenvalue)), leading.get(k).shares().stream());
        }));
    }

    /** Writes the correlations to six places, a row per parameter; rows and columns have the index within the flat vector. */
    public static void writeCorrelation(CovarianceFindings findings, Path file) throws IOException {
        int from = findings.settings().shown().from();
        double[][] correlation = findings.correlation();
        List<String> headings = new ArrayList<>(List.of("parameter"));
        IntStream.range(from, from + correlation.length).forEach(index -> headings.add(String.valueOf(index)));
        CsvFile.write(
                file,
                headings,
                IntStream.range(0, correlation.length)
                        .mapToObj(i -> with(
                                List.of(from + i),
                                Arrays.stream(correlation[i]).mapToObj(value -> NumberText.number(value, 6)))));
    }

    private static List<?> with(List<?> first, Stream<?> others) {
        return Stream.concat(first.stream(), others).toList();
    }
}
