package org.dl4jfreeze.examples.report;

import java.util.Locale;

/** Formats what is printed when the runs are done: losses, stability, and the claims of the paper. */
public final class ConsoleSummary {

    private ConsoleSummary() {}

    /** Returns the summary as lines, each of them ended. */
    public static String format(Results results) {
        StringBuilder text = new StringBuilder();
        int runs = results.runs().size();
        line(
                text,
                "%s: %d parameters, %d run%s, frozen after %d of %d iterations; %s, mean ± standard deviation%s",
                results.title(),
                results.parameters(),
                runs,
                runs == 1 ? "" : "s",
                results.settings().freezeAt(),
                results.settings().iterations(),
                results.experiment().lossName(),
                results.trainLossScope().map(scope -> "; train loss " + scope).orElse(""));
        if (results.isFreezeAtFound()) {
            line(
                    text,
                    "t0 = %d, %s",
                    results.settings().freezeAt(),
                    results.settings().freezeAtRule());
        }
        line(text, "");
        TableText.console(Tables.losses(results)).lines().forEach(row -> line(text, "%s", row));
        line(text, "%nStability of the proposed order between runs");
        line(text, "  of different initialisation and batch order: %s", results.stability());
        line(text, "  of the same initialisation, other batch order: %s", results.stabilityWithSharedInitialisation());
        T0Condition.of(results).ifPresent(condition -> line(text, "%n%s", condition));
        line(text, "%nClaims of the paper (proposed against random order, relative difference of loss)");
        results.claims().forEach(claim -> line(text, "  %s", claim));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format + "%n", values));
    }
}
