package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Checks claims that compare the losses of the two orders, or their spread. */
final class LossClaims {

    /** Fractions that are also compared one by one: half, and most, of the parameters. */
    private static final List<Double> SINGLE = List.of(0.5, 0.8);

    private LossClaims() {}

    /** Checks a claim on each part; a single undecided result if there is nothing to compare. */
    static List<CheckedClaim> check(Results results, Optional<PaperClaim> claim) {
        if (!OrderLosses.areIn(results)) {
            return List.of(CheckedClaim.on(results, claim, "train and test")
                    .keyNumbers("not compared: needs the orders " + Results.PROPOSED + " and " + Results.RANDOM
                            + " at a fraction between 0 and 1; run were "
                            + String.join(", ", results.settings().orders()) + " at "
                            + results.settings().fractions().stream()
                                    .map(NumberText::plain)
                                    .collect(Collectors.joining(", ")))
                    .verdict(Verdict.UNDECIDED));
        }
        List<CheckedClaim> checked = new ArrayList<>();
        for (Part part : Part.values()) {
            OrderLosses losses = new OrderLosses(results, part);
            boolean ofSpread = claim.map(PaperClaim::kind).equals(Optional.of(PaperClaim.Kind.SMALLER_SPREAD));
            CheckedClaim.Builder builder = CheckedClaim.on(results, claim, part.toString());
            checked.add(ofSpread ? spread(builder, results, losses, claim) : loss(builder, results, losses, claim));
        }
        return checked;
    }

    private static CheckedClaim loss(
            CheckedClaim.Builder builder, Results results, OrderLosses losses, Optional<PaperClaim> claim) {
        PairedComparison comparison = losses.compare();
        builder.numbers("mean_of_inner_fractions", comparison.numbers());
        List<String> details = new ArrayList<>();
        for (double fraction : fractions(results)) {
            PairedComparison single = losses.compareAt(fraction);
            builder.numbers("fraction_" + NumberText.plain(fraction), single.numbers());
            details.add("at " + NumberText.plain(fraction) + ": " + single);
        }
        Verdict verdict =
                claim.map(made -> ClaimRules.verdict(made.kind(), comparison)).orElse(Verdict.NO_CLAIM);
        return builder.keyNumbers(
                        withObstacle(comparison.toString() + caveat(claim, verdict, comparison), comparison, claim))
                .details(String.join("; ", details))
                .verdict(verdict);
    }

    /** Losses that are about the same may still differ significantly by a little. */
    private static String caveat(Optional<PaperClaim> claim, Verdict verdict, PairedComparison comparison) {
        boolean same = claim.isPresent() && claim.get().kind() == PaperClaim.Kind.SAME && verdict == Verdict.HOLDS;
        if (!same || !ClaimRules.isSignificant(comparison)) {
            return "";
        }
        double difference = comparison.relativeDifference().estimate();
        return "; but the " + (difference < 0 ? "proposed" : "random") + " order is better, by "
                + NumberText.percent(Math.abs(difference)) + " in the mean and in "
                + (difference < 0 ? comparison.proposedLower() : comparison.randomLower()) + " of " + comparison.runs()
                + " runs";
    }

    private static CheckedClaim spread(
            CheckedClaim.Builder builder, Results results, OrderLosses losses, Optional<PaperClaim> claim) {
        PairedComparison comparison = losses.compareSpread();
        builder.numbers("absolute_deviation_from_median", comparison.numbers());
        List<String> details = new ArrayList<>();
        for (double fraction : fractions(results)) {
            double proposed =
                    MeanDeviation.of(losses.at(Results.PROPOSED, fraction)).deviation();
            double random =
                    MeanDeviation.of(losses.at(Results.RANDOM, fraction)).deviation();
            Map<String, Number> deviations = new LinkedHashMap<>();
            deviations.put(Results.PROPOSED, proposed);
            deviations.put(Results.RANDOM, random);
            builder.numbers("standard_deviation_at_" + NumberText.plain(fraction), deviations);
            details.add("standard deviation at " + NumberText.plain(fraction) + ": " + NumberText.number(proposed, 3)
                    + " proposed, " + NumberText.number(random, 3) + " random");
        }
        return builder.keyNumbers(withObstacle("mean deviation from the median " + comparison, comparison, claim))
                .details(String.join("; ", details))
                .verdict(ClaimRules.verdict(PaperClaim.Kind.SMALLER_SPREAD, comparison));
    }

    private static String withObstacle(String text, PairedComparison comparison, Optional<PaperClaim> claim) {
        return claim.map(made -> ClaimRules.obstacle(made.kind(), comparison))
                .orElseGet(() -> ClaimRules.obstacle(comparison))
                .map(obstacle -> comparison.relativeDifference().isFinite() ? text + "; " + obstacle : obstacle)
                .orElse(text);
    }

    /** The fractions that were run nearest to those, without duplicates. */
    private static Set<Double> fractions(Results results) {
        return SINGLE.stream()
                .map(fraction -> OrderLosses.nearestInner(results, fraction))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
