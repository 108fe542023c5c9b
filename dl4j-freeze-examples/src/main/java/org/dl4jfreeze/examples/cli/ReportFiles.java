package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.report.MarkdownFiles;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.SummaryJson;
import org.dl4jfreeze.examples.report.html.ReportHtml;

/** The files that one data set and all of them together are reported in, apart from the figures. */
final class ReportFiles {

    private ReportFiles() {}

    static void write(Report report, ResultFolder files) throws IOException {
        List<Results> results = report.sections().stream().map(Section::results).collect(Collectors.toList());
        RunsCsv.writeAll(results, files.file("runs.csv"));
        if (report.sections().size() == 1) {
            Section only = report.sections().get(0);
            SummaryJson.write(only.results(), only.threads(), only.seconds(), files.file("summary.json"));
        } else {
            SummaryJson.writeAll(report.sections(), files.file("summary.json"));
        }
        MarkdownFiles.write(report, files);
        ReportHtml.write(report, files.file("report.html"));
    }
}
