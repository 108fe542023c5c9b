package org.dl4jfreeze.examples.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.report.RunsCsv;
import org.dl4jfreeze.examples.report.Section;
import org.dl4jfreeze.examples.report.Versions;

/** Tables of what was run: settings, times, versions. */
final class RunsHtml {

    private static final int SECONDS_PER_MINUTE = 60;

    private RunsHtml() {}

    /** All data sets under each other, and below the table what else is to know of them. */
    static DomContent runs(List<Section> sections) {
        HtmlTable table = new HtmlTable(
                "Settings of each data set; times are wall times of the runs.",
                List.of("data set", "preset", "runs", "t0", "iterations", "learning rate", "batch", "examples", "time"),
                2);
        for (Section section : sections) {
            Settings settings = section.results().settings();
            table.row(List.of(
                    section.results().title(),
                    section.results().preset().name(),
                    String.valueOf(settings.runs()),
                    settings.freezeAt() + (section.results().isFreezeAtFound() ? " (auto)" : ""),
                    String.valueOf(settings.iterations()),
                    String.valueOf(settings.learningRate()),
                    String.valueOf(settings.batchSize()),
                    String.valueOf(settings.examples()),
                    time(section.seconds()) + (section.notes().isEmpty() ? "" : "*")));
        }
        return each(
                table.build(),
                each(
                        sections,
                        section -> each(
                                section.notes(),
                                note -> p("* " + section.results().title() + ": " + note))));
    }

    /** One data set, setting by setting. */
    static DomContent settings(Section section) {
        Settings settings = section.results().settings();
        return new HtmlTable("Settings", List.of("setting", "value"), 2)
                .row(List.of("parameters, p", String.valueOf(section.results().parameters())))
                .row(List.of("training examples", String.valueOf(settings.examples())))
                .row(List.of("runs", String.valueOf(settings.runs())))
                .row(List.of("seed", String.valueOf(settings.seed())))
                .row(List.of("t0, iterations before freezing", String.valueOf(settings.freezeAt())))
                .row(List.of("how t0 was found", settings.freezeAtRule()))
                .row(List.of("iterations in all", String.valueOf(settings.iterations())))
                .row(List.of("learning rate of Adam", String.valueOf(settings.learningRate())))
                .row(List.of("batch size", String.valueOf(settings.batchSize())))
                .row(List.of("gradient differences from", settings.samplerName()))
                .row(List.of("fractions frozen", plain(settings.fractions())))
                .row(List.of("orders", String.join(", ", settings.orders())))
                .row(List.of("runs at a time", String.valueOf(section.threads())))
                .row(List.of("wall time", time(section.seconds())))
                .build();
    }

    static DomContent versions() {
        HtmlTable table = new HtmlTable("Versions", List.of("of", "version"), 2);
        Versions.all().forEach((name, version) -> table.row(List.of(name, version)));
        return table.row(List.of(
                        "processors", String.valueOf(Runtime.getRuntime().availableProcessors())))
                .build();
    }

    private static String plain(List<Double> fractions) {
        return fractions.stream().map(RunsCsv::plain).collect(Collectors.joining(", "));
    }

    private static String time(double seconds) {
        return seconds < SECONDS_PER_MINUTE
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / SECONDS_PER_MINUTE);
    }
}
