package org.dl4jfreeze.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.util.ndarray.RecordConverter;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.Writable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A table of numbers with a header line, read through DataVec.
 *
 * <p>Reading is strict: the header must have exactly the expected columns, in order, and each cell must be a finite
 * number. Otherwise an {@link IllegalArgumentException} names file, line, column and what was expected.
 */
public final class CsvTable {

    private final String source;
    private final List<String> columns;
    private final List<List<Writable>> rows = new ArrayList<>();

    private CsvTable(String source, List<String> columns) {
        this.source = source;
        this.columns = List.copyOf(columns);
    }

    /**
     * Reads a file.
     *
     * @param file    the CSV file, UTF-8, comma-separated
     * @param columns the header that it must have
     * @return the table
     * @throws IllegalArgumentException if the file cannot be read or is not of that form
     */
    public static CsvTable read(Path file, List<String> columns) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "No data file " + file + (Files.exists(file) ? " (it is not a regular file)" : "")
                            + "; give the path of a CSV file with the columns " + String.join(",", columns));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new CsvTable(file.toString(), columns).readFrom(in, file.toUri());
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read data file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a resource that is bundled with the program.
     *
     * @param name    the resource's name, relative to this class
     * @param columns the header that it must have
     * @return the table
     * @throws IllegalArgumentException if it is not of that form
     * @throws IllegalStateException    if the program was packed without it
     */
    public static CsvTable readBundled(String name, List<String> columns) {
        try (InputStream in = CsvTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The bundled data set " + name + " is missing from this program");
            }
            return new CsvTable("bundled " + name, columns).readFrom(in, URI.create("bundled:" + name));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the bundled data set " + name, e);
        }
    }

    private CsvTable readFrom(InputStream in, URI location) throws IOException {
        try (CSVRecordReader reader = new CSVRecordReader()) {
            reader.initialize(new InputStreamInputSplit(in, location));
            if (!reader.hasNext()) {
                throw new IllegalArgumentException(
                        source + " is empty; expected a header line with the columns " + String.join(",", columns));
            }
            checkHeader(reader.next());
            for (int line = 2; reader.hasNext(); line++) {
                rows.add(numbers(nextLine(reader, line), line));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading " + source, e);
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(source + " has a header but no rows; expected one line per example");
        }
        return this;
    }

    private List<Writable> nextLine(CSVRecordReader reader, int line) {
        try {
            return reader.next();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    source + ", line " + line + ": not a line of comma-separated values: " + e.getMessage(), e);
        }
    }

    private void checkHeader(List<Writable> header) {
        List<String> found = header.stream().map(cell -> cell.toString().trim()).collect(Collectors.toList());
        for (int i = 0; i < Math.min(found.size(), columns.size()); i++) {
            if (!found.get(i).equals(columns.get(i))) {
                throw new IllegalArgumentException(
                        source + ", line 1, column " + (i + 1) + ": expected the column name \""
                                + columns.get(i) + "\", found \"" + found.get(i) + "\"; the header must be "
                                + String.join(",", columns));
            }
        }
        checkWidth(found.size(), 1);
    }

    private List<Writable> numbers(List<Writable> cells, int line) {
        checkWidth(cells.size(), line);
        List<Writable> numbers = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            numbers.add(new DoubleWritable(number(cells.get(i).toString().trim(), line, i)));
        }
        return numbers;
    }

    private double number(String text, int line, int column) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(source + ", line " + line + ", column " + (column + 1) + " ("
                    + columns.get(column) + "): expected a finite number, found \"" + text + "\"; correct or remove"
                    + " that line");
        }
        return value;
    }

    private void checkWidth(int found, int line) {
        if (found != columns.size()) {
            throw new IllegalArgumentException(source + ", line " + line + ", column "
                    + (Math.min(found, columns.size()) + 1) + ": expected " + columns.size() + " columns ("
                    + String.join(",", columns) + "), found " + found);
        }
    }

    /**
     * Number of rows below the header.
     *
     * @return the number of examples
     */
    public int size() {
        return rows.size();
    }

    /**
     * Where the table was read from.
     *
     * @return the file's path or the bundled resource's name
     */
    public String source() {
        return source;
    }

    /**
     * All numbers.
     *
     * @return a matrix {@code [rows, columns]} of doubles
     */
    public INDArray toMatrix() {
        return RecordConverter.toMatrix(DataType.DOUBLE, rows);
    }
}
