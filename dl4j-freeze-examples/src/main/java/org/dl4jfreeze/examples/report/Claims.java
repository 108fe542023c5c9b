package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.Optional;
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
        if (claims.isEmpty()) {
            return Stream.concat(
                            LossClaims.check(results, Optional.empty()).stream(),
                            StabilityClaims.check(results, Optional.empty()).stream())
                    .toList();
        }
        return claims.stream()
                .flatMap(claim -> claim.kind() == PaperClaim.Kind.STABLE
                        ? StabilityClaims.check(results, Optional.of(claim)).stream()
                        : LossClaims.check(results, Optional.of(claim)).stream())
                .toList();
    }
}
