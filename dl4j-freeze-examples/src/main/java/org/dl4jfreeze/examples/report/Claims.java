package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Checks what the paper says against the runs, by {@link ClaimRules}. */
public final class Claims {

    private Claims() {}

    /**
     * Checks all claims on a data set. One that compares the orders is checked on the training and on the test loss, one of
     * stability between runs of different and of shared initialisation.
     *
     * @param results the runs
     * @return in the paper's order; where the paper is silent the same numbers, without a verdict
     */
    public static List<CheckedClaim> check(Results results) {
        return check(results, results.experiment().claims());
    }

    static List<CheckedClaim> check(Results results, List<PaperClaim> claims) {
        List<CheckedClaim> checked = new ArrayList<>();
        if (claims.isEmpty()) {
            checked.addAll(LossClaims.check(results, Optional.empty()));
            checked.addAll(StabilityClaims.check(results, Optional.empty()));
        }
        for (PaperClaim claim : claims) {
            checked.addAll(
                    claim.kind() == PaperClaim.Kind.STABLE
                            ? StabilityClaims.check(results, Optional.of(claim))
                            : LossClaims.check(results, Optional.of(claim)));
        }
        return checked;
    }
}
