package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.examples.report.Figure;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.Stability;
import org.dl4jfreeze.examples.report.T0Condition;
import org.dl4jfreeze.examples.report.Tables;

/** One data set on the page: figures, settings, losses, stability, claims. */
final class SectionHtml {

    private SectionHtml() {}

    /** Returns the id to which links to the section point. */
    static String id(Section section) {
        return "set-" + section.results().name();
    }

    static DomContent of(Section section) throws IOException {
        Results results = section.results();
        List<DomContent> figures = new ArrayList<>();
        for (Figure picture : section.figures()) {
            figures.add(embedded(picture));
        }
        String losses = " (%s), mean ± standard deviation over %d runs, by order"
                .formatted(results.experiment().lossName(), results.runs().size());
        String scope = results.trainLossScope().map(of -> " " + of).orElse("");
        return section(
                        h2(results.title()),
                        p(results.experiment().description()),
                        each(figures.stream()),
                        p("Started from the preset " + results.preset().name() + ": "
                                + results.preset().description()),
                        each(section.notes(), note -> p(note)),
                        HtmlTable.of("Settings", Tables.settings(section)),
                        h3("Whether the loss still changes after t0"),
                        p(T0Condition.of(results)
                                .map(T0Condition::toString)
                                .orElse("Not known: the fractions 0 and 1 were not both run.")),
                        h3("Loss"),
                        HtmlTable.of("Training loss" + scope + losses, Tables.lossesByOrder(results, Group::trainLoss)),
                        HtmlTable.of("Test loss" + losses, Tables.lossesByOrder(results, Group::testLoss)),
                        h3("Stability of the proposed order"),
                        HtmlTable.of(
                                String.format(
                                        Locale.ROOT,
                                        "Agreement between pairs of runs: mean [95 %% interval]; by chance Spearman %.2f,"
                                                + " Jaccard %.2f",
                                        Stability.SPEARMAN_BY_CHANCE,
                                        Stability.JACCARD_BY_CHANCE),
                                Tables.stability(results)),
                        h3("Claims"),
                        HtmlTable.of("Claims on " + results.title(), Tables.claims(results.claims())))
                .withId(id(section));
    }

    private static DomContent embedded(Figure picture) throws IOException {
        String bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(picture.png()));
        return figure(
                img().withSrc("data:image/png;base64," + bytes).withAlt(picture.caption()),
                figcaption(picture.caption()));
    }
}
