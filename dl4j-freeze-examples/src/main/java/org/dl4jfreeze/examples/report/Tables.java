package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Settings;

/** The tables of a report, each the same on the console, in Markdown and on the page. */
public final class Tables {

    private static final String UNKNOWN = "-";

    private Tables() {}

    /** Returns what the paper claims, and what the runs say. */
    public static Table claims(List<CheckedClaim> claims) {
        Table table = new Table("lllll", "data set", "the paper says (in our words)", "part", "verdict", "numbers");
        claims.forEach(claim -> table.row(
                claim.title(),
                claim.sentence(),
                claim.part(),
                claim.verdict(),
                new Table.Annotated(claim.keyNumbers(), claim.details())));
        return table;
    }

    /** Returns the settings of each data set, with the training loss at t0 and at the end where both were measured. */
    public static Table settings(List<Section> sections) {
        Table table = new Table(
                "llrrrrrrrrrr",
                "data set",
                "preset",
                "learning rate",
                "batch",
                "examples",
                "runs",
                "t0",
                "iterations",
                "training loss at t0",
                "at the end",
                "change",
                "time");
        for (Section section : sections) {
            Results results = section.results();
            Settings settings = results.settings();
            Optional<T0Condition> condition = T0Condition.of(results);
            table.row(
                    results.experiment().title(),
                    results.preset().name(),
                    settings.learningRate(),
                    settings.batchSize(),
                    settings.examples(),
                    settings.runs(),
                    settings.freezeAt() + (results.isFreezeAtFound() ? " (auto)" : ""),
                    settings.iterations(),
                    condition.map(T0Condition::atT0).map(Tables::meanOnly).orElse(UNKNOWN),
                    condition.map(T0Condition::atEnd).map(Tables::meanOnly).orElse(UNKNOWN),
                    condition
                            .map(T0Condition::relativeChange)
                            .map(NumberText::percent)
                            .orElse(UNKNOWN),
                    new Table.Annotated(section.time(), String.join(" ", section.notes())));
        }
        return table;
    }

    private static String meanOnly(MeanDeviation value) {
        return NumberText.fourDigits(value.mean(), Double.NaN);
    }

    /** Returns a table of mean ± standard deviation of both losses, a row per fraction and order. */
    static Table losses(Results results) {
        Table table = new Table("rrlrr", "fraction", "frozen", "order", "train loss", "test loss");
        for (int i = 0; i < results.settings().fractions().size(); i++) {
            for (String order : results.settings().orders()) {
                Group group = results.groups(order).get(i);
                table.row(
                        NumberText.plain(group.fraction()), group.frozen(), order, group.trainLoss(), group.testLoss());
            }
        }
        return table;
    }

    /** Returns a table of mean ± standard deviation of one loss, a row per fraction and a column per order. */
    public static Table lossesByOrder(Results results, Function<Group, MeanDeviation> loss) {
        List<String> orders = results.settings().orders();
        List<String> headings = new ArrayList<>(List.of("fraction frozen", "frozen"));
        orders.forEach(order -> headings.add(order.equals(Results.PROPOSED) ? "proposed" : order));
        Table table = new Table("l" + "r".repeat(1 + orders.size()), headings);
        for (int i = 0; i < results.settings().fractions().size(); i++) {
            int index = i;
            List<Group> groups = orders.stream()
                    .map(order -> results.groups(order).get(index))
                    .toList();
            List<Object> row = new ArrayList<>(List.of(
                    NumberText.plain(groups.get(0).fraction()), groups.get(0).frozen()));
            groups.forEach(group -> row.add(loss.apply(group)));
            table.row(row);
        }
        return table;
    }

    /**
     * Returns the mean test loss under every order at the fractions between 0 and 1; in brackets, in how many runs it is lower than
     * under the first order. All data sets must have been run with the same orders.
     */
    static Table orders(List<Results> all) {
        List<String> orders = all.get(0).settings().orders();
        List<String> headings = new ArrayList<>(List.of("data set", "frozen"));
        headings.addAll(orders);
        Table table = new Table("l" + "r".repeat(1 + orders.size()), headings);
        for (Results results : all) {
            OrderLosses losses = new OrderLosses(results, Losses::test);
            for (double fraction : OrderLosses.innerFractions(results)) {
                List<Object> row = new ArrayList<>(List.of(results.title(), NumberText.plain(fraction)));
                double[] first = losses.at(orders.get(0), fraction);
                for (String order : orders) {
                    double[] own = losses.at(order, fraction);
                    String lower = order.equals(orders.get(0))
                            ? ""
                            : " (" + PairedComparison.of(own, first).proposedLower() + ")";
                    row.add(meanOnly(MeanDeviation.of(own)) + lower);
                }
                table.row(row);
            }
        }
        return table;
    }

    /** Returns the agreement of the proposed order between runs. */
    public static Table stability(Results results) {
        Table table = new Table("lrrrr", "runs differ in", "runs", "pairs", "Spearman", "Jaccard of the frozen halves");
        stabilityRow(table, "initialisation and batch order", results.stability());
        stabilityRow(table, "only batch order (shared initialisation)", results.stabilityWithSharedInitialisation());
        return table;
    }

    private static void stabilityRow(Table table, String differIn, Stability stability) {
        boolean defined = stability.pairs() > 0;
        table.row(
                differIn,
                stability.runs(),
                stability.pairs(),
                defined ? stability.spearmanInterval() : UNKNOWN,
                defined ? stability.jaccardInterval() : UNKNOWN);
    }

    public static Table settings(Section section) {
        Settings settings = section.results().settings();
        return new Table("ll", "setting", "value")
                .row("parameters, p", section.results().parameters())
                .row("training examples", settings.examples())
                .row("runs", settings.runs())
                .row("seed", settings.seed())
                .row("t0, iterations before freezing", settings.freezeAt())
                .row("how t0 was found", settings.freezeAtRule())
                .row("iterations in all", settings.iterations())
                .row("learning rate of Adam", settings.learningRate())
                .row("batch size", settings.batchSize())
                .row("gradient differences from", settings.samplerName())
                .row(
                        "fractions frozen",
                        settings.fractions().stream().map(NumberText::plain).collect(Collectors.joining(", ")))
                .row("orders", String.join(", ", settings.orders()))
                .row("runs at a time", section.threads())
                .row("wall time", section.time());
    }
}
