package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dl4jfreeze.examples.SampleResults;
import org.dl4jfreeze.examples.experiment.PaperClaim;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final List<Double> FRACTIONS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    private static final PaperClaim SAME = new PaperClaim(PaperClaim.Kind.SAME, "Same.");
    private static final PaperClaim BETTER = new PaperClaim(PaperClaim.Kind.PROPOSED_BETTER, "Better.");
    private static final PaperClaim SPREAD = new PaperClaim(PaperClaim.Kind.SMALLER_SPREAD, "Spread.");
    private static final PaperClaim STABLE = new PaperClaim(PaperClaim.Kind.STABLE, "Stable.");

    /** Every run: random at 10, proposed at 10 less 3 % or so, by the run's own noise; the ends are far off and must not count. */
    private static double threePercentBetter(int run, String order, double fraction) {
        if (fraction == 0 || fraction == 1) {
            return order.equals("variance") ? 1e6 : 1;
        }
        double noise = new Random(31L * run).nextGaussian();
        return order.equals("random") ? 10 : 10 * (0.97 + 0.005 * noise);
    }

    @Test
    void aSmallDifferenceInAllRunsIsTheSameAndSaysThatItIsSignificant() {
        CheckedClaim claim = claims(SampleResults.runs(25, FRACTIONS, ClaimsTest::threePercentBetter), SAME)
                .get(0);

        assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS);
        assertThat(claim.part()).isEqualTo("train");
        assertThat(claim.dataset()).isEqualTo("boston");
        assertThat(claim.keyNumbers())
                .matches(
                        "-[23]\\.\\d % \\[.*\\], lower in 25 of 25 runs, p < 0\\.0001; but the proposed order is better,"
                                + " by [23]\\.\\d % in the mean and in 25 of 25 runs");
        assertThat(claim.details()).contains("at 0.5: -").contains("at 0.75: -");
        assertThat(claim.numbers()).containsOnlyKeys("mean_of_inner_fractions", "fraction_0.5", "fraction_0.75");
        // All 25 of one sign: 2 of 2^25 patterns.
        assertThat(claim.numbers().get("mean_of_inner_fractions").get("p_value").doubleValue())
                .isCloseTo(2 / Math.pow(2, 25), within(1e-15));
    }

    @Test
    void onlyInnerFractionsCountAndOneDenominatorServesAllRuns() {
        // Random: 10 in run 1, 30 in the others. Proposed: 1 less at 0.25, 3 less at 0.5, 5 less at 0.75.
        Results results = SampleResults.runs(6, FRACTIONS, (run, order, fraction) -> {
            double random = run == 1 ? 10 : 30;
            return fraction == 0 || fraction == 1 ? 1e9 : order.equals("random") ? random : random + 1 - 8 * fraction;
        });
        CheckedClaim claim = claims(results, BETTER).get(0);

        assertThat(claim.verdict()).isEqualTo(Verdict.HOLDS);
        double scale = (10 + 5 * 30) / 6.0;
        assertThat(claim.numbers()
                        .get("mean_of_inner_fractions")
                        .get("relative_difference")
                        .doubleValue())
                .isCloseTo(-3 / scale, within(1e-12));
        assertThat(claim.numbers()
                        .get("fraction_0.75")
                        .get("relative_difference")
                        .doubleValue())
                .isCloseTo(-5 / scale, within(1e-12));
    }

    @Test
    void trainAndTestAreJudgedApartAndRunsThatAreTooFewSaySo() {
        List<CheckedClaim> claims = claims(SampleResults.runs(2, FRACTIONS, ClaimsTest::threePercentBetter), BETTER);

        assertThat(claims).extracting(CheckedClaim::part).containsExactly("train", "test");
        assertThat(claims).extracting(CheckedClaim::verdict).containsOnly(Verdict.UNDECIDED);
        assertThat(claims.get(0).keyNumbers()).contains("too few runs (2)");
        assertThat(claims(SampleResults.runs(1, FRACTIONS, ClaimsTest::threePercentBetter), BETTER)
                        .get(0)
                        .keyNumbers())
                .startsWith("too few runs (1)");
    }

    @Test
    void aSpreadIsComparedAboutTheMedianAndDeviationsAreGiven() {
        // Deviations from the median 10: proposed 0.1 |run - 6.5|, random ten times that.
        Results results = SampleResults.runs(
                12, FRACTIONS, (run, order, fraction) -> 10 + (order.equals("random") ? 1 : 0.1) * (run - 6.5));
        List<CheckedClaim> claims = claims(results, SPREAD);

        assertThat(claims).extracting(CheckedClaim::verdict).containsOnly(Verdict.HOLDS);
        assertThat(claims.get(0).keyNumbers()).contains("-90.0 %").contains("lower in 12 of 12 runs");
        // Standard deviation of 1 ... 12: the root of 13.
        assertThat(claims.get(0)
                        .numbers()
                        .get("standard_deviation_at_0.5")
                        .get("random")
                        .doubleValue())
                .isCloseTo(Math.sqrt(13), within(1e-12));
        assertThat(claims.get(0).details())
                .contains("standard deviation at 0.5: 0.361 proposed, 3.606 random")
                .contains("at 0.75");
    }

    @Test
    void stabilityIsJudgedForBothKindsOfRuns() {
        Random noise = new Random(5);
        List<float[]> stable = new ArrayList<>();
        List<float[]> random = new ArrayList<>();
        for (int run = 0; run < 8; run++) {
            float[] close = new float[100];
            float[] any = new float[100];
            for (int i = 0; i < close.length; i++) {
                close[i] = i + 10 * noise.nextFloat();
                any[i] = noise.nextFloat();
            }
            stable.add(close);
            random.add(any);
        }
        Stability close = Stability.between(stable);
        Stability any = Stability.between(random);

        assertThat(ClaimRules.verdict(close)).isEqualTo(Verdict.HOLDS);
        assertThat(ClaimRules.verdict(any)).isEqualTo(Verdict.DOES_NOT_HOLD);
        assertThat(ClaimRules.verdict(Stability.between(stable.subList(0, 2)))).isEqualTo(Verdict.UNDECIDED);
        assertThat(any.jaccardInterval().estimate()).isCloseTo(Stability.JACCARD_BY_CHANCE, within(0.05));
    }

    @Test
    void stabilityClaimsNameTheKindOfRunsAndCompareWithChance() {
        List<float[]> same = List.of(new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 5});
        List<float[]> mixed = List.of(new float[] {1, 2, 3, 4}, new float[] {4, 2, 3, 1}, new float[] {1, 2, 3, 5});
        Results results =
                SampleResults.of(mixed, same, FRACTIONS, List.of("variance", "random"), ClaimsTest::threePercentBetter);
        List<CheckedClaim> claims = claims(results, STABLE);

        assertThat(claims)
                .extracting(CheckedClaim::part)
                .containsExactly("different initialisation", "shared initialisation");
        assertThat(claims).extracting(CheckedClaim::verdict).containsExactly(Verdict.UNDECIDED, Verdict.HOLDS);
        assertThat(claims.get(0).details())
                .contains("rho not distinguishable from chance")
                .contains("3 pairs of 3 runs");
        assertThat(claims.get(1).details()).contains("rho above chance");
        assertThat(claims.get(1).keyNumbers()).contains("Spearman 1.00 [1.00, 1.00] (chance 0.00)");
    }

    @Test
    void stabilityOfRunsThatDivergedIsNotJudged() {
        Results results = SampleResults.runs(
                6, FRACTIONS, (run, order, fraction) -> run == 2 && fraction == 0.5 ? Double.POSITIVE_INFINITY : 1);
        CheckedClaim claim = claims(results, STABLE).get(0);

        assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(claim.keyNumbers()).contains("Spearman 1.00", "NaN or infinite losses in 1 of 6 runs");
    }

    @Test
    void runsThatWereNotMadeAreNamed() {
        Results results = SampleResults.runs(6, FRACTIONS, ClaimsTest::threePercentBetter);

        assertThat(claims(results, STABLE).get(1).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(claims(results, STABLE).get(1).keyNumbers()).isEqualTo("no such runs were made");
    }

    @Test
    void withoutBothOrdersOrAnInnerFractionNothingIsCompared() {
        List<float[]> variances = List.of(new float[] {1, 2, 3, 4});
        Results noRandom = SampleResults.of(
                variances, List.of(), FRACTIONS, List.of("variance", "magnitude"), (run, order, fraction) -> 1);
        Results noInner = SampleResults.runs(6, List.of(0.0, 1.0), (run, order, fraction) -> 1);

        assertThat(claims(noRandom, SAME)).hasSize(1).first().satisfies(claim -> {
            assertThat(claim.verdict()).isEqualTo(Verdict.UNDECIDED);
            assertThat(claim.keyNumbers())
                    .contains("needs the orders variance and random")
                    .contains("magnitude");
        });
        assertThat(claims(noInner, BETTER)).hasSize(1);
    }

    @Test
    void whereThePaperIsSilentTheNumbersAreGivenWithoutAVerdict() {
        Results results = SampleResults.runs(6, FRACTIONS, ClaimsTest::threePercentBetter);
        List<CheckedClaim> claims = Claims.check(results, List.of());

        assertThat(claims).hasSize(4);
        assertThat(claims).extracting(CheckedClaim::verdict).containsOnly(Verdict.NO_CLAIM);
        assertThat(claims).extracting(CheckedClaim::sentence).containsOnly("(the paper says nothing on this set)");
        assertThat(claims.get(0).keyNumbers()).contains("lower in 6 of 6 runs");
        assertThat(claims.get(2).keyNumbers()).contains("Spearman");
    }

    @Test
    void theConditionOnT0ComparesEverythingFrozenWithNothingFrozen() {
        Results results = SampleResults.runs(2, FRACTIONS, (run, order, fraction) -> 6 + 4 * fraction);

        assertThat(T0Condition.of(results)).hasValueSatisfying(condition -> {
            assertThat(condition.relativeChange()).isCloseTo(-0.4, within(1e-12));
            assertThat(condition)
                    .asString()
                    .contains("10.00 ± 0.00 at t0 = 500")
                    .contains("-40.0 %");
        });
        assertThat(T0Condition.of(SampleResults.twoRuns())).isEmpty();
    }

    private static List<CheckedClaim> claims(Results results, PaperClaim claim) {
        return Claims.check(results, List.of(claim));
    }
}
