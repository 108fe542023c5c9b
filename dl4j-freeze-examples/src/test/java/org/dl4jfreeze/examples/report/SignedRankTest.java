package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignedRankTest {

    @Test
    void agreesWithTheEnumerationOfAllSigns() {
        assertAgrees(-1.5, -0.2, 0.7, -2.1, -3.3, 0.4, -5, -0.9);
        assertAgrees(0.1, 2, 3, -4, 5, 6, 7, 8);
        assertAgrees(1, 2, 3, 4, 5, 6, 7, 8);
        assertAgrees(-1, 2, -3, 4, -5, 6, -7, 8);
    }

    @Test
    void sixPairsOfOneSignAreSignificantAndFiveAreNot() {
        assertThat(SignedRank.pValue(new double[] {1, 2, 3, 4, 5})).isCloseTo(2.0 / 32, within(1e-15));
        assertThat(SignedRank.pValue(new double[] {-1, -2, -3, -4, -5, -6})).isCloseTo(2.0 / 64, within(1e-15));
    }

    @Test
    void pairsWithoutADifferenceDoNotCountForOneSide() {
        double[] pairs = {0.1, 2, 3, -4, 5, 6, 7, 8};
        double[] withZeros = {0, 0.1, 2, 0, 3, -4, 5, 6, -0.0, 7, 8};

        assertThat(SignedRank.pValue(withZeros)).isEqualTo(SignedRank.pValue(pairs));
        assertThat(SignedRank.pValue(new double[] {0, 0, -0.0, 0, 0, 0, 0})).isEqualTo(1);
    }

    @Test
    void balancedSignsGiveAtMostOne() {
        assertThat(SignedRank.pValue(new double[] {1, -1, 1, -1})).isEqualTo(1);
    }

    @Test
    void equalDifferencesShareTheirRank() {
        // All ranks are 4.5; W = 36 only if all signs agree. Ranked by index the single minus could weigh anything from
        // 1 to 8.
        assertThat(SignedRank.pValue(new double[] {1, 1, 1, 1, -1, 1, 1, 1}))
                .isEqualTo(SignedRank.pValue(new double[] {-1, 1, 1, 1, 1, 1, 1, 1}));
    }

    @Test
    void equalDifferencesUseTheNormalApproximation() {
        // All ranks are 3.5, W = 21; mean 10.5, variance 6 * 7 * 13 / 24 - (6^3 - 6) / 48 = 18.375: z = 10 / 4.287 =
        // 2.333.
        assertThat(SignedRank.pValue(new double[] {2, 2, 2, 2, 2, 2})).isCloseTo(0.01966, within(1e-4));
    }

    @Test
    void sixtyPairsAreExactToo() {
        double[] differences = new double[60];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = i + 1;
        }

        // 2 of 2^60 patterns of signs; the normal approximation gives 2e-11.
        assertThat(SignedRank.pValue(differences)).isCloseTo(Math.pow(2, -59), within(1e-21));
        differences[0] = -1;
        // W- of 0 or of 1, on either side: 4 patterns.
        assertThat(SignedRank.pValue(differences)).isCloseTo(Math.pow(2, -58), within(1e-21));
    }

    private static void assertAgrees(double... differences) {
        assertThat(SignedRank.pValue(differences)).isCloseTo(enumerated(differences), within(1e-12));
    }

    /** Slow and obvious: every pattern of signs, ranks by counting; two-sided as twice the smaller tail. */
    private static double enumerated(double[] differences) {
        int n = differences.length;
        int[] ranks = new int[n];
        int plus = 0;
        for (int i = 0; i < n; i++) {
            for (double other : differences) {
                ranks[i] += Math.abs(other) <= Math.abs(differences[i]) ? 1 : 0;
            }
            plus += differences[i] > 0 ? ranks[i] : 0;
        }
        int atMost = 0;
        int atLeast = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            int sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (signs >> i & 1) == 1 ? ranks[i] : 0;
            }
            atMost += sum <= plus ? 1 : 0;
            atLeast += sum >= plus ? 1 : 0;
        }
        return Math.min(1, 2.0 * Math.min(atMost, atLeast) / (1 << n));
    }
}
