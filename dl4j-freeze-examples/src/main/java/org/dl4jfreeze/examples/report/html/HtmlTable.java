package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table row by row: the first cell of a row is its heading, the first columns hold words and the others numbers. */
final class HtmlTable {

    private final String caption;
    private final List<String> headings;
    private final int words;
    private final List<List<DomContent>> rows = new ArrayList<>();

    /** A table whose columns from this one on are numbers. */
    HtmlTable(String caption, List<String> headings, int words) {
        this.caption = caption;
        this.headings = headings;
        this.words = words;
    }

    HtmlTable row(List<String> cells) {
        List<DomContent> contents = new ArrayList<>();
        cells.forEach(cell -> contents.add(text(cell)));
        return row(contents.toArray(new DomContent[0]));
    }

    HtmlTable row(DomContent... cells) {
        rows.add(List.of(cells));
        return this;
    }

    DomContent build() {
        return div(table(
                        caption(caption),
                        thead(tr(each(headings, (column, heading) -> th(heading)
                                .attr("scope", "col")
                                .withCondClass(column >= words, "number")))),
                        tbody(each(rows, cells -> line(cells)))))
                .withClass("table");
    }

    private DomContent line(List<DomContent> cells) {
        return tr(each(IntStream.range(0, cells.size())
                .mapToObj(column -> column == 0
                        ? th(cells.get(column)).attr("scope", "row")
                        : td(cells.get(column)).withCondClass(column >= words, "number"))));
    }
}
