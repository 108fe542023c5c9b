package org.dl4jfreeze.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads tables of numbers with a header line.
 *
 * <p>Reading is strict: the header must have exactly the expected columns, in order, and each cell must be a finite
 * number. Otherwise an {@link IllegalArgumentException} names file, line, column and what was expected.
 */
public final class CsvTable {

    // empty lines are not skipped, so that the number of a record is that of its line
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setTrim(true).setIgnoreEmptyLines(false).get();

    private final String source;
    private final List<String> columns;
    private final List<double[]> rows = new ArrayList<>();

    private CsvTable(String source, List<String> columns) {
        this.source = source;
        this.columns = List.copyOf(columns);
    }

    /** Reads a comma-separated file in UTF-8 with the given header to a matrix {@code [rows, columns]} of doubles. */
    public static INDArray read(Path file, List<String> columns) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "No data file " + file + (Files.exists(file) ? " (it is not a regular file)" : "")
                            + "; give the path of a CSV file with the columns " + String.join(",", columns));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new CsvTable(file.toString(), columns).readFrom(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read data file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a resource that is bundled with the program, by its name relative to this class. */
    public static INDArray readBundled(String name, List<String> columns) {
        try (InputStream in = CsvTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The bundled data set " + name
                        + " is missing from this program; build it again from a complete checkout");
            }
            return new CsvTable("bundled " + name, columns).readFrom(in);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the bundled data set " + name, e);
        }
    }

    private INDArray readFrom(InputStream in) throws IOException {
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        try (CSVParser parser = CSVParser.parse(reader, FORMAT)) {
            for (CSVRecord row : parser) {
                if (row.getRecordNumber() == 1) {
                    checkHeader(row);
                } else {
                    rows.add(numbers(row));
                }
            }
            if (parser.getRecordNumber() == 0) {
                throw new IllegalArgumentException(
                        source + " is empty; expected a header line with the columns " + String.join(",", columns));
            }
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    source + ", line " + (rows.size() + 2) + ": not a line of comma-separated values: " + e.getMessage()
                            + "; correct or remove that line",
                    e);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(source + " has a header but no rows; expected one line per example");
        }
        return Nd4j.createFromArray(rows.toArray(new double[0][]));
    }

    private void checkHeader(CSVRecord header) {
        for (int i = 0; i < Math.min(header.size(), columns.size()); i++) {
            if (!header.get(i).equals(columns.get(i))) {
                String found = "\"" + header.get(i) + "\"; the header must be " + String.join(",", columns);
                throw wrong(header, i, "", "the column name \"" + columns.get(i) + "\"", found);
            }
        }
        checkWidth(header);
    }

    private double[] numbers(CSVRecord row) {
        checkWidth(row);
        double[] numbers = new double[row.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(row.get(i));
            if (!Double.isFinite(numbers[i])) {
                String found = "\"" + row.get(i) + "\"; correct or remove that line";
                throw wrong(row, i, " (" + columns.get(i) + ")", "a finite number", found);
            }
        }
        return numbers;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void checkWidth(CSVRecord row) {
        int found = row.size();
        if (found != columns.size()) {
            String expected = columns.size() + " columns (" + String.join(",", columns) + ")";
            throw wrong(row, Math.min(found, columns.size()), "", expected, String.valueOf(found));
        }
    }

    private IllegalArgumentException wrong(CSVRecord row, int column, String name, String expected, String found) {
        return new IllegalArgumentException(source + ", line " + row.getRecordNumber() + ", column " + (column + 1)
                + name + ": expected " + expected + ", found " + found);
    }
}
