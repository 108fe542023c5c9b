package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;

/** A table as headings and rows of cells; {@link TableText} and the report's page write it. */
public final class Table {

    private final String alignment;
    private final List<String> headings;
    private final List<List<Object>> rows = new ArrayList<>();

    /** Creates a table without rows; {@code alignment} has a letter per column, {@code l} for words and {@code r} for numbers. */
    public Table(String alignment, List<String> headings) {
        if (alignment.length() != headings.size() || !alignment.matches("[lr]+")) {
            throw new IllegalArgumentException("Invalid alignment \"" + alignment + "\", must be l or r for each of "
                    + headings.size() + " columns; name one per heading");
        }
        this.alignment = alignment;
        this.headings = List.copyOf(headings);
    }

    public Table(String alignment, String... headings) {
        this(alignment, List.of(headings));
    }

    /** Cell with details that the report's page shows and the other formats leave out. */
    public record Annotated(String text, String details) {

        @Override
        public String toString() {
            return text;
        }
    }

    /** Adds a row. A cell is shown as its {@code toString}; a {@link Verdict} stands out, {@link Annotated} may show more. */
    public Table row(Object... cells) {
        return row(List.of(cells));
    }

    /** Adds a row of as many cells as there are columns. */
    public Table row(List<?> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException("Invalid row of " + cells.size() + " cells, must have " + headings.size()
                    + ", one per heading: " + headings);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Tells whether a column holds numbers and is aligned to the right. */
    public boolean isNumber(int column) {
        return alignment.charAt(column) == 'r';
    }

    public List<String> headings() {
        return headings;
    }

    /** Returns the rows in the order in which they were added. */
    public List<List<Object>> rows() {
        return List.copyOf(rows);
    }
}
