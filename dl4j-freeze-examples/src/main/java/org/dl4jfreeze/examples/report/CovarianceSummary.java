package org.dl4jfreeze.examples.report;

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

/** The files covariance.md, with the results of all queries on a covariance, and eigenvectors.md, with one of its tables. */
public final class CovarianceSummary {

    private CovarianceSummary() {}

    /** Returns the summary as lines ended by a line feed. */
    public static String format(CovarianceFindings findings) {
        return String.join(
                "\n",
                heading(findings),
                spectrum(findings),
                layers(findings),
                eigenvectors(findings),
                correlation(findings),
                times(findings),
                memory(findings));
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
                "Numerical rank %d, at most %d with this number of samples. Trace %s, largest eigenvalue %s (%s of it). Half of the"
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

    /** Returns the number of leading eigenvalues that have a share of the trace together; all if they do not reach it. */
    static int needed(CovarianceFindings findings, double share) {
        double[] sums = findings.cumulativeSpectrum();
        int k = 0;
        while (k < sums.length && (k == 0 || findings.share(sums[k - 1]) < share)) {
            k++;
        }
        return k;
    }

    private static String layers(CovarianceFindings findings) {
        Table table = new Table("lrrrr", "block", "parameters", "part of all", "share of the trace", "mean variance");
        List<ParameterRange> blocks = findings.settings().blocks();
        double[] variances = findings.variances();
        for (int i = 0; i < variances.length; i++) {
            int length = blocks.get(i).to() - blocks.get(i).from();
            table.row(
                    blocks.get(i).name(),
                    length,
                    percent((double) length / findings.parameters()),
                    percent(findings.share(variances[i])),
                    number(variances[i] / length));
        }
        return TableText.markdown(table);
    }

    /** Returns the table of the leading eigenvectors, as lines ended by a line feed. */
    public static String eigenvectors(CovarianceFindings findings) {
        List<String> headings = new ArrayList<>(List.of("eigenvector", "eigenvalue", "share of the trace"));
        findings.settings().blocks().forEach(block -> headings.add("in " + block.name()));
        Table table = new Table("r".repeat(headings.size()), headings);
        for (LeadingVector vector : findings.leading()) {
            double eigenvalue = vector.eigenvalue();
            List<Object> row = new ArrayList<>(
                    List.of(table.rows().size() + 1, number(eigenvalue), percent(findings.share(eigenvalue))));
            vector.shares().forEach(share -> row.add(percent(share)));
            table.row(row);
        }
        return TableText.markdown(table);
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
                "Correlations in %s: %d parameters; over pairs of different parameters the mean of |rho| is %s, and %d of %d"
                        + " pairs are above 0.5. Independent gradients would show about %s with this number of samples.%n",
                findings.settings().shown().name(),
                correlation.length,
                NumberText.number(pairs == 0 ? 0 : sum / pairs, 3),
                strong,
                pairs,
                NumberText.number(Math.sqrt(2 / (Math.PI * Math.max(1, findings.samples()))), 3));
    }

    private static String times(CovarianceFindings findings) {
        CovarianceFindings.Cost cost = findings.cost();
        Table table = new Table("lr", "what", "seconds");
        cost.seconds().forEach((what, seconds) -> table.row(what, NumberText.number(seconds, 2)));
        return TableText.markdown(table)
                + text(
                        "%nAn iteration took %s ms, and %s ms before without the full covariance (the first few of the program,"
                                + " which are slower).%n",
                        NumberText.number(cost.sampledMillis(), 1), NumberText.number(cost.plainMillis(), 1));
    }

    private static String memory(CovarianceFindings findings) {
        String estimate = text(
                "Memory: %s for the covariance, estimated by bytesNeeded(), excluding temporary memory of queries.%n",
                megabytes(findings.bytesNeeded()));
        List<ProcessMemory> readings = findings.cost().memory();
        OptionalLong before = readings.get(0).resident();
        OptionalLong sampled = readings.get(1).resident();
        OptionalLong highest = readings.get(2).highest();
        if (before.isEmpty() || sampled.isEmpty() || highest.isEmpty()) {
            return estimate + text("The process itself was not measured: this system has no /proc/self/status.%n");
        }
        return estimate
                + text(
                        "Measured for the whole process with its Java heap: %s resident after some training without it, %s more"
                                + " after all samples; peak %s, during the queries or before, which is %s above the first.%n",
                        megabytes(before.getAsLong()),
                        megabytes(sampled.getAsLong() - before.getAsLong()),
                        megabytes(highest.getAsLong()),
                        megabytes(highest.getAsLong() - before.getAsLong()));
    }

    private static String megabytes(long bytes) {
        return NumberText.number(bytes / 1e6, 0) + " MB";
    }

    /** Always two places, because one column contains small and large shares. */
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
