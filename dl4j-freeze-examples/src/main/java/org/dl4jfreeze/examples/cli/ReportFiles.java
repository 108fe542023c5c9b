package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import org.dl4jfreeze.examples.report.MarkdownFiles;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.ResultFolder;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.SummaryJson;
import org.dl4jfreeze.examples.report.html.ReportHtml;

/** Writes the report files of one data set, or of all together, except for the figures. */
final class ReportFiles {

    private ReportFiles() {}

    static void write(Report report, ResultFolder files) throws IOException {
        RunsCsv.write(report, files.file("runs.csv"));
        SummaryJson.write(report, files.file("summary.json"));
        MarkdownFiles.write(report, files);
        ReportHtml.write(report, files.file("report.html"));
    }
}
