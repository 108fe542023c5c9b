package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.stream.Collectors;

/** A table that GitHub shows, line by line. */
final class MarkdownTable {

    private final StringBuilder text = new StringBuilder();

    MarkdownTable(String... headings) {
        row(headings);
        text.append("|").append("---|".repeat(headings.length)).append("\n");
    }

    /** Adds a row; its cells may hold markup, see {@link #cell}. */
    void row(String... cells) {
        text.append(List.of(cells).stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Text that neither ends a cell nor starts markup. */
    static String cell(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\|*_`\\[\\]])", "\\\\$1")
                .replaceAll("\\s+", " ");
    }

    /** Lines, each ended by a line feed. */
    @Override
    public String toString() {
        return text.toString();
    }
}
