package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.report.Table;
import org.dl4jfreeze.examples.report.Verdict;

/** Writes a {@link Table} as HTML; the first cell of a row is its heading. */
final class HtmlTable {

    private HtmlTable() {}

    static DomContent of(String caption, Table table) {
        return div(table(
                        caption(caption),
                        thead(tr(each(table.headings(), (column, heading) -> th(heading)
                                .attr("scope", "col")
                                .withCondClass(table.isNumber(column), "number")))),
                        tbody(each(table.rows(), row -> line(table, row)))))
                .withClass("table");
    }

    private static DomContent line(Table table, List<Object> row) {
        return tr(each(IntStream.range(0, row.size())
                .mapToObj(column -> column == 0
                        ? th(cell(row.get(column))).attr("scope", "row")
                        : td(cell(row.get(column))).withCondClass(table.isNumber(column), "number"))));
    }

    private static DomContent cell(Object content) {
        if (content instanceof Verdict verdict && verdict != Verdict.NO_CLAIM) {
            return span(sign(verdict) + " " + verdict)
                    .withClasses("verdict", verdict.toString().replace(' ', '-'));
        }
        if (content instanceof Table.Annotated annotated) {
            String details = annotated.details();
            return span(
                    text(annotated.text()),
                    iff(!details.isEmpty(), span(details).withClass("details")));
        }
        return text(content.toString());
    }

    /** Returns a sign, so that a verdict is readable without its colour. */
    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> "✓";
            case DOES_NOT_HOLD -> "✗";
            default -> "?";
        };
    }
}
