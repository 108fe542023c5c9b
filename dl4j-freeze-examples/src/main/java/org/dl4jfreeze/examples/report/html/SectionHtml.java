package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
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
import java.util.function.Function;
import org.dl4jfreeze.examples.report.Figure;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.Stability;
import org.dl4jfreeze.examples.report.T0Condition;

/** One data set: settings, losses, figures, stability, claims. */
final class SectionHtml {

    private SectionHtml() {}

    /** Where links to the section go. */
    static String id(Section section) {
        return "set-" + section.results().name();
    }

    static DomContent of(Section section) throws IOException {
        Results results = section.results();
        List<DomContent> figures = new ArrayList<>();
        for (Figure picture : section.figures()) {
            figures.add(embedded(picture));
        }
        return section(
                        h2(results.title()),
                        p(results.experiment().description()),
                        p("Started from the preset " + results.preset().name() + ": "
                                + results.preset().description()),
                        each(section.notes(), note -> p(note)),
                        RunsHtml.settings(section),
                        h3("Whether the loss still changes after t0"),
                        p(T0Condition.of(results)
                                .map(T0Condition::toString)
                                .orElse("Not known: the fractions 0 and 1 were not both run.")),
                        h3("Loss"),
                        losses(
                                results,
                                "Training loss"
                                        + results.trainLossScope()
                                                .map(scope -> " " + scope)
                                                .orElse(""),
                                Group::trainLoss),
                        losses(results, "Test loss", Group::testLoss),
                        iff(!figures.isEmpty(), h3("Figures")),
                        each(figures.stream()),
                        h3("Stability of the proposed order"),
                        stability(results),
                        h3("Claims"),
                        ClaimsHtml.table("Claims on " + results.title(), results.claims()))
                .withId(id(section));
    }

    private static DomContent losses(Results results, String what, Function<Group, MeanDeviation> loss) {
        List<String> headings = new ArrayList<>(List.of("fraction frozen", "frozen"));
        results.settings().orders().forEach(order -> headings.add(order.equals(Results.PROPOSED) ? "proposed" : order));
        HtmlTable table = new HtmlTable(
                what + " (" + results.experiment().lossName() + "), mean ± standard deviation over "
                        + results.runs().size() + " runs, by order",
                headings,
                1);
        for (int i = 0; i < results.settings().fractions().size(); i++) {
            List<String> cells = new ArrayList<>();
            for (String order : results.settings().orders()) {
                Group group = results.groups(order).get(i);
                if (cells.isEmpty()) {
                    cells.add(RunsCsv.plain(group.fraction()));
                    cells.add(String.valueOf(group.frozen()));
                }
                cells.add(loss.apply(group).toString());
            }
            table.row(cells);
        }
        return table.build();
    }

    private static DomContent stability(Results results) {
        return new HtmlTable(
                        String.format(
                                Locale.ROOT,
                                "Agreement between pairs of runs: mean [95 %% interval]; by chance Spearman %.2f, Jaccard %.2f",
                                Stability.SPEARMAN_BY_CHANCE,
                                Stability.JACCARD_BY_CHANCE),
                        List.of("runs differ in", "runs", "pairs", "Spearman", "Jaccard of the frozen halves"),
                        1)
                .row(row("initialisation and batch order", results.stability()))
                .row(row("batch order alone (shared initialisation)", results.stabilityWithSharedInitialisation()))
                .build();
    }

    private static List<String> row(String differIn, Stability stability) {
        boolean defined = stability.pairs() > 0;
        return List.of(
                differIn,
                String.valueOf(stability.runs()),
                String.valueOf(stability.pairs()),
                defined ? stability.spearmanInterval().toString() : "-",
                defined ? stability.jaccardInterval().toString() : "-");
    }

    private static DomContent embedded(Figure picture) throws IOException {
        String bytes = Base64.getEncoder().encodeToString(Files.readAllBytes(picture.png()));
        return figure(
                img().withSrc("data:image/png;base64," + bytes).withAlt(picture.caption()),
                figcaption(picture.caption()));
    }
}
