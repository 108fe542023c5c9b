package org.dl4jfreeze.examples.report;

import java.util.Locale;

/** The table at the end: per fraction and order, mean ± standard deviation of both losses. */
public final class ConsoleTable {

    private ConsoleTable() {}

    /**
     * Formats the table.
     *
     * @param results the runs
     * @return lines, the last one ended too
     */
    public static String format(Results results) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%s: %d parameters, %d run%s, frozen after %d of %d iterations; %s, mean ± standard deviation%n%n",
                results.experiment().title(),
                results.parameters(),
                results.runs().size(),
                results.runs().size() == 1 ? "" : "s",
                results.settings().freezeAt(),
                results.settings().iterations(),
                results.experiment().lossName()));
        table.append(String.format(
                Locale.ROOT,
                "%8s  %6s  %-10s  %20s  %20s%n",
                "fraction",
                "frozen",
                "order",
                "train loss",
                "test loss"));
        for (int i = 0; i < results.settings().fractions().size(); i++) {
            for (String order : results.settings().orders()) {
                Group group = results.groups(order).get(i);
                table.append(String.format(
                        Locale.ROOT,
                        "%8s  %6d  %-10s  %20s  %20s%n",
                        RunsCsv.plain(group.fraction()),
                        group.frozen(),
                        order,
                        group.trainLoss(),
                        group.testLoss()));
            }
        }
        return table.append(String.format("%n%s%n", results.stability())).toString();
    }
}
