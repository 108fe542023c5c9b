package org.dl4jfreeze.examples.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Checks whether the proposed order agrees between runs. */
final class StabilityClaims {

    private StabilityClaims() {}

    /** Checks a claim for runs of different initialisation and for runs of the same. */
    static List<CheckedClaim> check(Results results, PaperClaim claim) {
        return List.of(
                check(results, claim, "different initialisation", results.stability()),
                check(results, claim, "shared initialisation", results.stabilityWithSharedInitialisation()));
    }

    private static CheckedClaim check(Results results, PaperClaim claim, String part, Stability stability) {
        Interval rho = stability.spearmanInterval();
        Interval overlap = stability.jaccardInterval();
        Map<String, Map<String, Number>> numbers = new LinkedHashMap<>();
        numbers.put("sample", CheckedClaim.numbers("runs", stability.runs(), "pairs", stability.pairs()));
        numbers.put("spearman", numbers(rho, Stability.SPEARMAN_BY_CHANCE));
        numbers.put("jaccard_of_frozen_halves", numbers(overlap, Stability.JACCARD_BY_CHANCE));
        Verdict verdict = ClaimRules.verdict(stability);
        String keyNumbers = stability.toString();
        List<String> details = List.of();
        long notFinite = runsNotFinite(results);
        if (stability.runs() < ClaimRules.FEWEST_RUNS_FOR_STABILITY) {
            keyNumbers = tooFew(stability);
        } else if (notFinite > 0) {
            verdict = Verdict.UNDECIDED;
            keyNumbers += "; not judged: NaN or infinite losses in " + notFinite + " of "
                    + results.runs().size() + " runs";
        } else {
            details = List.of(
                    againstChance("rho", rho, Stability.SPEARMAN_BY_CHANCE) + ", "
                            + againstChance("overlap", overlap, Stability.JACCARD_BY_CHANCE),
                    stability.pairs() + " pairs of " + stability.runs() + " runs");
        }
        return CheckedClaim.of(results, claim, part, verdict, keyNumbers, details, numbers);
    }

    /** Counts runs that diverged: the order of their gradients means nothing. */
    private static long runsNotFinite(Results results) {
        return results.runs().stream()
                .filter(run -> run.branches().stream()
                        .map(Branch::losses)
                        .anyMatch(losses -> !Double.isFinite(losses.train()) || !Double.isFinite(losses.test())))
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
        return CheckedClaim.numbers(
                "estimate", interval.estimate(),
                "lower", interval.lower(),
                "upper", interval.upper(),
                "by_chance", chance);
    }
}
