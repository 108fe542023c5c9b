package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Checks claims that compare the losses of the two orders, or their spread. */
final class LossClaims {

    /** Fractions that are also compared one by one: half, and most, of the parameters. */
    private static final List<Double> SINGLE = List.of(0.5, 0.8);

    private LossClaims() {}

    /** Checks a claim on each part; a single undecided result if there is nothing to compare. */
    static List<CheckedClaim> check(Results results, PaperClaim claim) {
        if (OrderLosses.areIn(results)) {
            return List.of(
                    check(results, claim, "train", new OrderLosses(results, Losses::train)),
                    check(results, claim, "test", new OrderLosses(results, Losses::test)));
        }
        String obstacle = "not compared: needs the orders " + Results.PROPOSED + " and " + Results.RANDOM
                + " at a fraction between 0 and 1; run were "
                + String.join(", ", results.settings().orders()) + " at "
                + results.settings().fractions().stream().map(NumberText::plain).collect(Collectors.joining(", "));
        return List.of(
                CheckedClaim.of(results, claim, "train and test", Verdict.UNDECIDED, obstacle, List.of(), Map.of()));
    }

    private static CheckedClaim check(Results results, PaperClaim claim, String part, OrderLosses losses) {
        return claim.kind() == PaperClaim.Kind.SMALLER_SPREAD
                ? spread(results, claim, part, losses)
                : loss(results, claim, part, losses);
    }

    private static CheckedClaim loss(Results results, PaperClaim claim, String part, OrderLosses losses) {
        PairedComparison comparison = losses.compare();
        Map<String, Map<String, Number>> numbers = new LinkedHashMap<>();
        numbers.put("mean_of_inner_fractions", comparison.numbers());
        List<String> details = new ArrayList<>();
        for (double fraction : fractions(results)) {
            PairedComparison single = losses.compareAt(fraction);
            numbers.put("fraction_" + NumberText.plain(fraction), single.numbers());
            details.add("at " + NumberText.plain(fraction) + ": " + single);
        }
        Verdict verdict = ClaimRules.verdict(claim.kind(), comparison);
        String text = comparison + caveat(claim, verdict, comparison);
        return CheckedClaim.of(results, claim, part, verdict, withObstacle(text, comparison, claim), details, numbers);
    }

    /** Notes a significant difference of losses that are about the same. */
    private static String caveat(PaperClaim claim, Verdict verdict, PairedComparison comparison) {
        boolean same = claim.kind() == PaperClaim.Kind.SAME && verdict == Verdict.HOLDS;
        if (!same || !ClaimRules.isSignificant(comparison)) {
            return "";
        }
        double difference = comparison.relativeDifference().estimate();
        return "; but the " + (difference < 0 ? "proposed" : "random") + " order is better, by "
                + NumberText.percent(Math.abs(difference)) + " in the mean and in "
                + (difference < 0 ? comparison.proposedLower() : comparison.randomLower()) + " of " + comparison.runs()
                + " runs";
    }

    private static CheckedClaim spread(Results results, PaperClaim claim, String part, OrderLosses losses) {
        PairedComparison comparison = losses.compareSpread();
        Map<String, Map<String, Number>> numbers = new LinkedHashMap<>();
        numbers.put("absolute_deviation_from_median", comparison.numbers());
        List<String> details = new ArrayList<>();
        for (double fraction : fractions(results)) {
            String at = NumberText.plain(fraction);
            double proposed =
                    MeanDeviation.of(losses.at(Results.PROPOSED, fraction)).deviation();
            double random =
                    MeanDeviation.of(losses.at(Results.RANDOM, fraction)).deviation();
            numbers.put(
                    "standard_deviation_at_" + at,
                    CheckedClaim.numbers(Results.PROPOSED, proposed, Results.RANDOM, random));
            details.add("standard deviation at " + at + ": " + NumberText.number(proposed, 3) + " proposed, "
                    + NumberText.number(random, 3) + " random");
        }
        Verdict verdict = ClaimRules.verdict(claim.kind(), comparison);
        String text = withObstacle("mean deviation from the median " + comparison, comparison, claim);
        return CheckedClaim.of(results, claim, part, verdict, text, details, numbers);
    }

    private static String withObstacle(String text, PairedComparison comparison, PaperClaim claim) {
        return ClaimRules.obstacle(claim.kind(), comparison)
                .map(obstacle -> comparison.relativeDifference().isFinite() ? text + "; " + obstacle : obstacle)
                .orElse(text);
    }

    /** Returns the fractions that were run nearest to those, without duplicates. */
    private static Set<Double> fractions(Results results) {
        return SINGLE.stream()
                .map(fraction -> OrderLosses.nearestInner(results, fraction))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
