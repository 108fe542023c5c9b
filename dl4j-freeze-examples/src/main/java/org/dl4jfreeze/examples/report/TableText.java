package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes a {@link Table} as text, with every line ended by a line feed. */
public final class TableText {

    private static final String GAP = "  ";

    private TableText() {}

    /** Returns the table in columns of equal width, for a terminal. */
    public static String console(Table table) {
        List<List<String>> lines = new ArrayList<>(List.of(table.headings()));
        table.rows().forEach(row -> lines.add(row.stream().map(Object::toString).toList()));
        int[] widths = IntStream.range(0, table.headings().size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElseThrow())
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, widths.length)
                        .mapToObj(column -> padded(line.get(column), widths[column], table.isNumber(column)))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String padded(String text, int width, boolean toTheRight) {
        String space = " ".repeat(width - text.length());
        return toTheRight ? space + text : text + space;
    }

    /** Returns the table in Markdown as GitHub shows it, with verdicts in bold. */
    public static String markdown(Table table) {
        Stream<String> alignment =
                IntStream.range(0, table.headings().size()).mapToObj(column -> table.isNumber(column) ? "---:" : "---");
        return line(table.headings().stream().map(TableText::cell))
                + alignment.collect(Collectors.joining("|", "|", "|\n"))
                + table.rows().stream()
                        .map(row -> line(row.stream().map(TableText::cell)))
                        .collect(Collectors.joining());
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(Object content) {
        String text = escaped(content.toString());
        return content instanceof Verdict && content != Verdict.NO_CLAIM ? "**" + text + "**" : text;
    }

    /** Returns text that neither ends a cell nor starts markup; an underscore within a word, as in {@code 1_W}, starts none. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("[\\\\|*`\\[\\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", "\\\\$0")
                .replaceAll("\\s+", " ");
    }
}
