package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.util.List;
import org.dl4jfreeze.examples.report.MarkdownFiles;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.SummaryJson;
import org.dl4jfreeze.examples.report.html.ReportHtml;

/** Writes the report files of one data set, or of all together, except for the figures. */
final class ReportFiles {

    private ReportFiles() {}

    static void write(Report report, ResultFolder files) throws IOException {
        List<Results> results = report.sections().stream().map(Section::results).toList();
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
