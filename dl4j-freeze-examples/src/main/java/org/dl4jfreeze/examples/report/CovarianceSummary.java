package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.covariance.LeadingVector;
import org.dl4jfreeze.examples.covariance.ProcessMemory;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Settings;

/** The file covariance.md: what was asked of a covariance and what it answered, with tables that GitHub shows. */
public final class CovarianceSummary {

    private CovarianceSummary() {}

    /**
     * Writes the summary.
     *
     * @param findings the answers
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void write(CovarianceFindings findings, Path file) throws IOException {
        Files.writeString(file, format(findings));
    }

    /**
     * Formats the summary.
     *
     * @param findings the answers
     * @return lines, each ended by a line feed
     */
    public static String format(CovarianceFindings findings) {
        return heading(findings) + "\n" + spectrum(findings) + "\n" + layers(findings) + "\n" + leading(findings) + "\n"
                + correlation(findings) + "\n" + times(findings) + "\n" + memory(findings);
    }

    private static String heading(CovarianceFindings findings) {
        Settings training = findings.settings().training();
        return text(
                "%s: the full covariance of the gradient of %d parameters after %d iterations (batch %d, learning rate %s,"
                        + " %d images, sampler %s), from %d samples, kept in %s form.%n",
                findings.settings().network().title(),
                findings.parameters(),
                training.freezeAt(),
                training.batchSize(),
                training.learningRate(),
                training.examples(),
                training.samplerName(),
                findings.samples(),
                findings.form());
    }

    private static String spectrum(CovarianceFindings findings) {
        double[] values = findings.spectrum();
        double[] indices = findings.conditionIndices();
        return text(
                "Numerical rank %d, at most %d with so many samples. Trace %s, largest eigenvalue %s (%s of it). Half of the"
                        + " trace is in the first %d eigenvalues, 90 %% in %d, 99 %% in %d. Condition indices up to %s; %d of"
                        + " them above 30.%n",
                findings.rank(),
                values.length,
                number(findings.trace()),
                number(values.length == 0 ? 0 : values[0]),
                NumberText.percent(values.length == 0 ? 0 : findings.share(values[0])),
                needed(findings, 0.5),
                needed(findings, 0.9),
                needed(findings, 0.99),
                number(indices.length == 0 ? 0 : indices[indices.length - 1]),
                Arrays.stream(indices).filter(index -> index > 30).count());
    }

    /** How many eigenvalues it takes for a share of the trace. */
    static int needed(CovarianceFindings findings, double share) {
        double sum = 0;
        int k = 0;
        for (double value : findings.spectrum()) {
            if (findings.share(sum) >= share) {
                break;
            }
            sum += value;
            k++;
        }
        return k;
    }

    private static String layers(CovarianceFindings findings) {
        MarkdownTable table =
                new MarkdownTable("block", "parameters", "part of all", "share of the trace", "mean variance");
        List<ParameterRange> blocks = findings.settings().blocks();
        double[] variances = findings.variances();
        for (int i = 0; i < variances.length; i++) {
            int length = blocks.get(i).to() - blocks.get(i).from();
            table.row(
                    blocks.get(i).name(),
                    String.valueOf(length),
                    percent((double) length / findings.parameters()),
                    percent(findings.share(variances[i])),
                    number(variances[i] / length));
        }
        return table.toString();
    }

    private static String leading(CovarianceFindings findings) {
        List<String> headings = new ArrayList<>(List.of("eigenvector", "eigenvalue", "share of the trace"));
        findings.settings().blocks().forEach(block -> headings.add("in " + block.name()));
        MarkdownTable table = new MarkdownTable(headings.toArray(new String[0]));
        int k = 0;
        for (LeadingVector vector : findings.leading()) {
            List<String> row = new ArrayList<>(List.of(
                    String.valueOf(++k), number(vector.eigenvalue()), percent(findings.share(vector.eigenvalue()))));
            vector.shares().forEach(share -> row.add(percent(share)));
            table.row(row.toArray(new String[0]));
        }
        return table.toString();
    }

    private static String correlation(CovarianceFindings findings) {
        double[][] correlation = findings.correlation();
        double sum = 0;
        long strong = 0;
        for (int i = 0; i < correlation.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.abs(correlation[i][j]);
                strong += Math.abs(correlation[i][j]) > 0.5 ? 1 : 0;
            }
        }
        long pairs = (long) correlation.length * (correlation.length - 1) / 2;
        return text(
                "Correlations in %s: %d parameters; over pairs of different ones the mean of |rho| is %s, and %d of %d pairs are"
                        + " above 0.5. Independent ones would show about %s after so many samples.%n",
                findings.settings().shown().name(),
                correlation.length,
                NumberText.number(pairs == 0 ? 0 : sum / pairs, 3),
                strong,
                pairs,
                NumberText.number(Math.sqrt(2 / (Math.PI * Math.max(1, findings.samples()))), 3));
    }

    private static String times(CovarianceFindings findings) {
        MarkdownTable table = new MarkdownTable("what", "seconds");
        findings.seconds().forEach((what, seconds) -> table.row(what, NumberText.number(seconds, 2)));
        return table
                + text(
                        "%nAn iteration took %s ms, and %s ms before without the full covariance (the first few of the program,"
                                + " slower for that).%n",
                        NumberText.number(findings.sampledMillis(), 1), NumberText.number(findings.plainMillis(), 1));
    }

    private static String memory(CovarianceFindings findings) {
        StringBuilder text = new StringBuilder(text(
                "Memory: %s for the covariance by the library's own account (bytesNeeded), beside what a question takes while it"
                        + " is answered.%n",
                megabytes(findings.bytesNeeded())));
        List<ProcessMemory> readings = findings.memory();
        OptionalLong before = readings.get(0).resident();
        OptionalLong sampled = readings.get(1).resident();
        OptionalLong highest = readings.get(2).highest();
        if (before.isEmpty() || sampled.isEmpty() || highest.isEmpty()) {
            return text + text("The process itself was not measured: this system has no /proc/self/status.%n");
        }
        text.append(text(
                "Measured, of the whole process with its Java heap: %s resident after some training without it, %s more after all"
                        + " samples; highest ever %s, while questions were asked or before, which is %s above the first.%n",
                megabytes(before.getAsLong()),
                megabytes(sampled.getAsLong() - before.getAsLong()),
                megabytes(highest.getAsLong()),
                megabytes(highest.getAsLong() - before.getAsLong())));
        return text.toString();
    }

    private static String megabytes(long bytes) {
        return NumberText.number(bytes / 1e6, 0) + " MB";
    }

    /** Always with two places: beside small shares there are large ones in the same column. */
    private static String percent(double part) {
        return NumberText.number(100 * part, 2) + " %";
    }

    private static String number(double value) {
        return text("%.3g", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
