package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.stream.Stream;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/**
 * Checks what the paper says against the runs, by {@link ClaimRules}. A claim that compares the orders is checked on the training
 * and on the test loss, one of stability between runs of different and of shared initialisation.
 */
final class Claims {

    private Claims() {}

    /** Returns the checked claims in the given order; where the paper claims nothing the same numbers, without a verdict. */
    static List<CheckedClaim> check(Results results, List<PaperClaim> claims) {
        return (claims.isEmpty() ? List.of(PaperClaim.NONE) : claims)
                .stream().flatMap(claim -> check(results, claim)).toList();
    }

    private static Stream<CheckedClaim> check(Results results, PaperClaim claim) {
        return switch (claim.kind()) {
            case STABLE -> StabilityClaims.check(results, claim).stream();
            case NONE ->
                Stream.of(LossClaims.check(results, claim), StabilityClaims.check(results, claim))
                        .flatMap(List::stream);
            default -> LossClaims.check(results, claim).stream();
        };
    }
}
