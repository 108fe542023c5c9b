package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dl4jfreeze.examples.experiment.PaperClaim.Kind.PROPOSED_BETTER;
import static org.dl4jfreeze.examples.experiment.PaperClaim.Kind.PROPOSED_MUCH_BETTER;
import static org.dl4jfreeze.examples.experiment.PaperClaim.Kind.SAME;
import static org.dl4jfreeze.examples.experiment.PaperClaim.Kind.SMALLER_SPREAD;
import static org.dl4jfreeze.examples.report.Verdict.DOES_NOT_HOLD;
import static org.dl4jfreeze.examples.report.Verdict.HOLDS;
import static org.dl4jfreeze.examples.report.Verdict.UNDECIDED;

import java.util.Arrays;
import java.util.Random;
import org.dl4jfreeze.examples.experiment.PaperClaim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {

    private static final int RUNS = 12;

    /** Differences of 12 runs with exactly this mean and spread, in per cent of the random order's loss. */
    @ParameterizedTest
    @CsvSource({
        // mean, spread, better, much better, same, spread
        "   -30,   5, HOLDS,         HOLDS,         DOES_NOT_HOLD, HOLDS",
        "    -3,   1, HOLDS,         DOES_NOT_HOLD, HOLDS,         HOLDS",
        "     3,   1, DOES_NOT_HOLD, DOES_NOT_HOLD, HOLDS,         DOES_NOT_HOLD",
        "    30,   5, DOES_NOT_HOLD, DOES_NOT_HOLD, DOES_NOT_HOLD, DOES_NOT_HOLD",
        "     0, 0.5, DOES_NOT_HOLD, DOES_NOT_HOLD, HOLDS,         DOES_NOT_HOLD",
        "     0,   5, UNDECIDED,     DOES_NOT_HOLD, HOLDS,         DOES_NOT_HOLD",
        "     0,  10, UNDECIDED,     DOES_NOT_HOLD, UNDECIDED,     DOES_NOT_HOLD",
        "     0,  40, UNDECIDED,     UNDECIDED,     UNDECIDED,     UNDECIDED",
        "   -11,  10, HOLDS,         UNDECIDED,     UNDECIDED,     HOLDS"
    })
    void aKnownShiftHasAKnownVerdict(
            double mean, double spread, Verdict better, Verdict muchBetter, Verdict same, Verdict smallerSpread) {
        PairedComparison comparison = shifted(mean / 100, spread / 100);

        assertThat(comparison.relativeDifference().estimate()).isCloseTo(mean / 100, within(1e-9));
        assertThat(ClaimRules.verdict(PROPOSED_BETTER, comparison)).as("better").isEqualTo(better);
        assertThat(ClaimRules.verdict(PROPOSED_MUCH_BETTER, comparison))
                .as("much better")
                .isEqualTo(muchBetter);
        assertThat(ClaimRules.verdict(SAME, comparison)).as("same").isEqualTo(same);
        assertThat(ClaimRules.verdict(SMALLER_SPREAD, comparison)).as("spread").isEqualTo(smallerSpread);
    }

    @Test
    void oneOutlierCarriesTheMeanButNotTheRanks() {
        double[] proposed = constant(1);
        proposed[0] = 0.1;
        for (int i = 1; i < RUNS; i++) {
            proposed[i] += 0.0001 * i * (i % 2 == 0 ? 1 : -1);
        }
        PairedComparison comparison = PairedComparison.of(proposed, constant(1));

        assertThat(comparison.relativeDifference().estimate()).isLessThan(-0.07);
        assertThat(ClaimRules.isSignificant(comparison)).isFalse();
        assertThat(ClaimRules.verdict(PROPOSED_BETTER, comparison)).isEqualTo(UNDECIDED);
    }

    @Test
    void identicalLossesAreTheSameAndNeitherBetter() {
        PairedComparison comparison = PairedComparison.of(constant(2), constant(2));

        assertThat(comparison.pValue()).isEqualTo(1);
        assertThat(ClaimRules.verdict(SAME, comparison)).isEqualTo(HOLDS);
        assertThat(ClaimRules.verdict(PROPOSED_BETTER, comparison)).isEqualTo(DOES_NOT_HOLD);
    }

    @Test
    void fiveRunsAreTooFewWhereSignificanceIsNeeded() {
        PairedComparison lower = PairedComparison.of(new double[] {1, 1, 1, 1, 1}, new double[] {10, 11, 12, 13, 14});

        for (PaperClaim.Kind kind : new PaperClaim.Kind[] {PROPOSED_BETTER, PROPOSED_MUCH_BETTER, SMALLER_SPREAD}) {
            assertThat(ClaimRules.verdict(kind, lower)).isEqualTo(UNDECIDED);
            assertThat(ClaimRules.obstacle(kind, lower)).hasValueSatisfying(why -> assertThat(why)
                    .contains("too few runs that differ (5)")
                    .contains("below 6")
                    .contains("p < 0.05"));
        }
        assertThat(ClaimRules.verdict(SAME, lower)).isEqualTo(DOES_NOT_HOLD);
        assertThat(ClaimRules.obstacle(SAME, lower)).isEmpty();
    }

    @Test
    void equalDifferencesOfFewRunsAreNotSignificantEither() {
        PairedComparison tied =
                PairedComparison.of(new double[] {1, 1, 1, 1, 1, 5, 5}, new double[] {2, 2, 2, 2, 2, 5, 5});

        // Five equal differences: the exact p is 0.06, the normal approximation's 0.04.
        assertThat(tied.pValue()).isLessThan(0.05);
        assertThat(ClaimRules.isSignificant(tied)).isFalse();
    }

    @Test
    void threeRunsAreEnoughForWhatTheIntervalDecides() {
        PairedComparison same = PairedComparison.of(new double[] {10, 10.001, 10.002}, new double[] {10.001, 10, 10});

        assertThat(ClaimRules.verdict(SAME, same)).isEqualTo(HOLDS);
        assertThat(ClaimRules.verdict(PROPOSED_BETTER, same)).isEqualTo(DOES_NOT_HOLD);
        assertThat(ClaimRules.verdict(PROPOSED_MUCH_BETTER, same)).isEqualTo(DOES_NOT_HOLD);
        assertThat(ClaimRules.verdict(SMALLER_SPREAD, same)).isEqualTo(DOES_NOT_HOLD);
        assertThat(ClaimRules.obstacle(PROPOSED_BETTER, same)).isEmpty();
    }

    @Test
    void fewRunsWithAWideIntervalAreNotUndecidedForTheirNumber() {
        PairedComparison wide = PairedComparison.of(new double[] {5, 20, 10}, new double[] {10, 10, 11});

        assertThat(ClaimRules.verdict(PROPOSED_BETTER, wide)).isEqualTo(UNDECIDED);
        assertThat(ClaimRules.obstacle(PROPOSED_BETTER, wide)).isEmpty();
    }

    @Test
    void twoRunsAreTooFewWhateverTheySay() {
        PairedComparison comparison = PairedComparison.of(new double[] {1, 1}, new double[] {10, 11});

        for (PaperClaim.Kind kind :
                new PaperClaim.Kind[] {PROPOSED_BETTER, PROPOSED_MUCH_BETTER, SAME, SMALLER_SPREAD}) {
            assertThat(ClaimRules.verdict(kind, comparison)).isEqualTo(UNDECIDED);
            assertThat(ClaimRules.obstacle(kind, comparison))
                    .hasValueSatisfying(why -> assertThat(why).contains("too few runs (2)"));
        }
    }

    @Test
    void lossesThatAreNotFiniteAreNotCompared() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            double[] random = constant(2);
            random[3] = bad;
            PairedComparison comparison = PairedComparison.of(constant(1), random);

            assertThat(comparison.pValue()).isNaN();
            assertThat(ClaimRules.verdict(PROPOSED_BETTER, comparison)).isEqualTo(UNDECIDED);
            assertThat(ClaimRules.obstacle(comparison))
                    .hasValueSatisfying(why -> assertThat(why).contains("NaN or infinite in 1 of 12 runs"));
        }
    }

    @Test
    void aLossOfZeroGivesNoRelativeDifference() {
        PairedComparison comparison = PairedComparison.of(constant(0), constant(0));

        assertThat(ClaimRules.verdict(SAME, comparison)).isEqualTo(UNDECIDED);
        assertThat(ClaimRules.obstacle(comparison))
                .hasValueSatisfying(why -> assertThat(why).contains("not defined"));
    }

    @Test
    void everyBoundIsInTheWords() {
        assertThat(String.join("\n", ClaimRules.inWords()))
                .contains(
                        "p < 0.05",
                        "±1 %",
                        "-10 %",
                        "±5 %",
                        "±10 %",
                        "above 0.5",
                        "fewer than 6",
                        "fewer than 3",
                        "95 %");
    }

    /** Noise from a fixed seed, standardised, so that mean and standard deviation are exact. */
    private static PairedComparison shifted(double mean, double spread) {
        double[] noise = new Random(1).doubles(RUNS).toArray();
        double centre = Arrays.stream(noise).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(noise).map(x -> (x - centre) * (x - centre)).sum() / (RUNS - 1));
        double[] random = new double[RUNS];
        double[] proposed = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            random[i] = 7 + 0.1 * i - 0.05 * (RUNS - 1);
            proposed[i] = random[i] + 7 * (mean + spread * (noise[i] - centre) / deviation);
        }
        return PairedComparison.of(proposed, random);
    }

    private static double[] constant(double value) {
        double[] values = new double[RUNS];
        Arrays.fill(values, value);
        return values;
    }
}
