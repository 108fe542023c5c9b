package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Writes a report's tables as Markdown, one file each, so that documents can include them as they are. */
public final class MarkdownFiles {

    private MarkdownFiles() {}

    /** Writes {@code table1.md}, {@code settings.md}, {@code claims.md} and {@code orders.md}. */
    public static void write(Report report, ResultFolder folder) throws IOException {
        write(TableOne.table(report.tableOne()), "table1.md", folder);
        write(Tables.settings(report.sections()), "settings.md", folder);
        write(Tables.claims(report.claims()), "claims.md", folder);
        List<Results> results = report.sections().stream().map(Section::results).toList();
        write(Tables.orders(results), "orders.md", folder);
    }

    private static void write(Table table, String name, ResultFolder folder) throws IOException {
        Files.writeString(folder.file(name), TableText.markdown(table));
    }
}
