package org.dl4jfreeze.examples.report;

import java.util.Locale;

/** What is printed at the end: per fraction and order, mean ± standard deviation of both losses; stability; the claims. */
public final class ConsoleTable {

    private ConsoleTable() {}

    /**
     * Formats table and claims.
     *
     * @param results the runs
     * @return lines, the last one ended too
     */
    public static String format(Results results) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d parameters, %d run%s, frozen after %d of %d iterations; %s, mean ± standard deviation%s%n",
                results.title(),
                results.parameters(),
                results.runs().size(),
                results.runs().size() == 1 ? "" : "s",
                results.settings().freezeAt(),
                results.settings().iterations(),
                results.experiment().lossName(),
                results.trainLossScope().map(scope -> "; train loss " + scope).orElse("")));
        if (results.isFreezeAtFound()) {
            text.append(String.format(
                    Locale.ROOT,
                    "t0 = %d, %s%n",
                    results.settings().freezeAt(),
                    results.settings().freezeAtRule()));
        }
        text.append(System.lineSeparator());
        appendLosses(text, results);
        text.append(String.format("%nStability of the proposed order between runs%n"));
        text.append(String.format("  of different initialisation and batch order: %s%n", results.stability()));
        text.append(String.format(
                "  of the same initialisation, other batch order: %s%n", results.stabilityWithSharedInitialisation()));
        T0Condition.of(results).ifPresent(condition -> text.append(String.format("%n%s%n", condition)));
        text.append(
                String.format("%nClaims of the paper (proposed against random order, relative difference of loss)%n"));
        results.claims().forEach(claim -> text.append(String.format("  %s%n", claim)));
        return text.toString();
    }

    private static void appendLosses(StringBuilder text, Results results) {
        text.append(String.format(
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
                text.append(String.format(
                        Locale.ROOT,
                        "%8s  %6d  %-10s  %20s  %20s%n",
                        RunsCsv.plain(group.fraction()),
                        group.frozen(),
                        order,
                        group.trainLoss(),
                        group.testLoss()));
            }
        }
    }
}
