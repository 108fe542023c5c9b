package org.dl4jfreeze.examples.report;

import java.util.Arrays;
import org.apache.commons.statistics.inference.PValueMethod;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Wilcoxon's signed-rank test of paired values, two-sided. The p is exact unless absolute differences are equal: then they share
 * their mean rank, and p is computed by the normal approximation with corrections for ties and continuity. Pairs without a
 * difference are left out here, as Wilcoxon did; the statistics library would rank them (Pratt's method) and then approximate.
 */
final class SignedRank {

    /** Exact for any number of runs that is practical (up to 1023); by default the library approximates from 50 on. */
    private static final WilcoxonSignedRankTest TEST =
            WilcoxonSignedRankTest.withDefaults().with(PValueMethod.EXACT);

    private SignedRank() {}

    /** Returns the probability of ranks at least as one-sided if both signs are equally likely; 1 if no pair differs. */
    static double pValue(double[] differences) {
        double[] nonzero = Arrays.stream(differences).filter(d -> d != 0).toArray();
        return nonzero.length == 0 ? 1 : TEST.test(nonzero).getPValue();
    }
}
