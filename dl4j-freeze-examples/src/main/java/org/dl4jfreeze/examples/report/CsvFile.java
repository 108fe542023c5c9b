package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes a CSV file of results: RFC 4180 with line feeds. */
final class CsvFile {

    private CsvFile() {}

    static void write(Path file, List<String> headings, Stream<List<?>> rows) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader(headings.toArray(String[]::new))
                .setRecordSeparator('\n')
                .get();
        try (Writer writer = Files.newBufferedWriter(file);
                CSVPrinter printer = new CSVPrinter(writer, format)) {
            printer.printRecords(rows);
        }
    }
}
