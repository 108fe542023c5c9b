package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dl4jfreeze.examples.experiment.Branch;

/** The file runs.csv: one row per branch. Contains nothing that differs between two executions with the same seed. */
public final class RunsCsv {

    private static final List<String> HEADINGS =
            List.of("dataset", "run", "order", "fraction", "frozen", "train_loss", "test_loss");

    private RunsCsv() {}

    /** Writes all rows of one or more data sets, each by run, order and fraction. */
    public static void write(Report report, Path file) throws IOException {
        CsvFile.write(
                file, HEADINGS, report.sections().stream().map(Section::results).flatMap(RunsCsv::rows));
    }

    private static Stream<List<?>> rows(Results results) {
        return results.runs().stream()
                .flatMap(run -> run.branches().stream())
                .map(branch -> row(results.name(), branch));
    }

    private static List<?> row(String dataset, Branch branch) {
        return List.of(
                dataset,
                branch.run(),
                branch.order(),
                NumberText.plain(branch.fraction()),
                branch.mask().frozenCount(),
                branch.losses().train(),
                branch.losses().test());
    }
}
