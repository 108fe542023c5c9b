package org.dl4jfreeze.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Checks whether the proposed order agrees between runs. */
final class StabilityClaims {

    private StabilityClaims() {}

    /** Checks a claim for runs of different initialisation and for runs of the same. */
    static List<CheckedClaim> check(Results results, Optional<PaperClaim> claim) {
        return List.of(
                check(results, CheckedClaim.on(results, claim, "different initialisation"), results.stability()),
                check(
                        results,
                        CheckedClaim.on(results, claim, "shared initialisation"),
                        results.stabilityWithSharedInitialisation()));
    }

    private static CheckedClaim check(Results results, CheckedClaim.Builder builder, Stability stability) {
        Map<String, Number> size = new LinkedHashMap<>();
        size.put("runs", stability.runs());
        size.put("pairs", stability.pairs());
        builder.numbers("sample", size)
                .numbers("spearman", numbers(stability.spearmanInterval(), Stability.SPEARMAN_BY_CHANCE))
                .numbers("jaccard_of_frozen_halves", numbers(stability.jaccardInterval(), Stability.JACCARD_BY_CHANCE));
        if (stability.runs() < ClaimRules.FEWEST_RUNS_FOR_STABILITY) {
            return builder.keyNumbers(tooFew(stability)).verdict(ClaimRules.verdict(stability));
        }
        long notFinite = runsNotFinite(results);
        if (notFinite > 0) {
            return builder.keyNumbers(stability + "; not judged: NaN or infinite losses in " + notFinite + " of "
                            + results.runs().size() + " runs")
                    .verdict(Verdict.UNDECIDED);
        }
        return builder.keyNumbers(stability.toString())
                .details(againstChance("rho", stability.spearmanInterval(), Stability.SPEARMAN_BY_CHANCE) + ", "
                        + againstChance("overlap", stability.jaccardInterval(), Stability.JACCARD_BY_CHANCE) + "; "
                        + stability.pairs() + " pairs of " + stability.runs() + " runs")
                .verdict(ClaimRules.verdict(stability));
    }

    /** Counts runs that diverged: the order of their gradients means nothing. */
    private static long runsNotFinite(Results results) {
        return results.runs().stream()
                .filter(run -> run.branches().stream()
                        .anyMatch(
                                branch -> !Double.isFinite(branch.trainLoss()) || !Double.isFinite(branch.testLoss())))
                .count();
    }

    private static String tooFew(Stability stability) {
        return stability.runs() == 0
                ? "no such runs were made"
                : "too few runs (" + stability.runs() + "): the jackknife needs "
                        + ClaimRules.FEWEST_RUNS_FOR_STABILITY
                        + (stability.pairs() == 0 ? "" : "; " + stability);
    }

    private static String againstChance(String what, Interval interval, double chance) {
        if (!interval.isFinite()) {
            return what + " not defined";
        }
        if (interval.isAbove(chance)) {
            return what + " above chance";
        }
        return what + (interval.isBelow(chance) ? " below chance" : " not distinguishable from chance");
    }

    private static Map<String, Number> numbers(Interval interval, double chance) {
        Map<String, Number> numbers = interval.numbers();
        numbers.put("by_chance", chance);
        return numbers;
    }
}
