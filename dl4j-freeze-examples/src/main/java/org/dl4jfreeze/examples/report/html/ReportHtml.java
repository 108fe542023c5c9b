package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.Config;
import j2html.rendering.FlatHtml;
import j2html.tags.DomContent;
import j2html.tags.specialized.LiTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.examples.report.ClaimRules;
import org.dl4jfreeze.examples.report.Report;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.Table;
import org.dl4jfreeze.examples.report.TableOne;
import org.dl4jfreeze.examples.report.Tables;
import org.dl4jfreeze.examples.report.Versions;

/**
 * The file report.html. Style and pictures are inside and it refers to nothing outside, so that it opens from disk and can be sent
 * to others. All text is escaped; tags are closed as in XML, so that an XML parser reads it too.
 */
public final class ReportHtml {

    private static final String TITLE =
            "Ordering the set of neural network parameters: the experiments on Deeplearning4j";
    private static final String STYLE = "report.css";

    private ReportHtml() {}

    public static void write(Report report, Path file) throws IOException {
        List<DomContent> content = new ArrayList<>();
        content.add(h1(TITLE));
        content.add(p("The experiments of A. Grabovoy, O. Bakhteev, V. Strijov, “Ordering the set of neural network"
                + " parameters” (2020): while a network trains, the variance of the loss gradient is estimated; at"
                + " iteration t0 the parameters of lowest variance are frozen (the proposed order), or as many at random"
                + " (the random order), and training continues with the rest."));
        content.add(contents(report));
        for (Section dataset : report.sections()) {
            content.add(SectionHtml.of(dataset));
        }
        content.add(section(
                        h2("What the paper claims, and what the runs say"),
                        HtmlTable.of("Claims on all data sets", Tables.claims(report.claims())),
                        h3("How a claim is decided"),
                        ul(each(ClaimRules.inWords(), words -> li(words))))
                .withId("claims"));
        content.add(section(
                        h2("What was run"),
                        HtmlTable.of(
                                "Settings of each data set; times are wall times of the runs.",
                                Tables.settings(report.sections())),
                        HtmlTable.of("Versions", versions()))
                .withId("run"));
        content.add(section(
                        h2("Table 1: data sets and networks"),
                        HtmlTable.of("p is counted in the networks as built.", TableOne.table(report.tableOne())))
                .withId("table1"));
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write("<!DOCTYPE html>\n");
            html(
                            head(
                                    meta().withCharset("utf-8"),
                                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                    title(TITLE),
                                    style(rawHtml(css()))),
                            body(main().with(content)))
                    .withLang("en")
                    .render(FlatHtml.into(writer, Config.defaults().withEmptyTagsClosed(true)));
            writer.write("\n");
        }
    }

    private static String css() throws IOException {
        try (InputStream in = ReportHtml.class.getResourceAsStream(STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DomContent contents(Report report) {
        return nav(
                        h2("Contents"),
                        ul(
                                each(
                                        report.sections(),
                                        section -> link(
                                                SectionHtml.id(section),
                                                section.results().title())),
                                link("claims", "What the paper claims, and what the runs say"),
                                link("run", "What was run"),
                                link("table1", "Table 1: data sets and networks")))
                .attr("aria-label", "Contents");
    }

    private static LiTag link(String id, String words) {
        return li(a(words).withHref("#" + id));
    }

    private static Table versions() {
        Table table = new Table("ll", "of", "version");
        Versions.all().forEach((name, version) -> table.row(name, version));
        return table.row("processors", Runtime.getRuntime().availableProcessors());
    }
}
