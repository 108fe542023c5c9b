package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.dl4jfreeze.LossPlateau.Detector;
import org.dl4jfreeze.support.Serialised;
import org.junit.jupiter.api.Test;

class LossPlateauTest {

    /** When the plateau of these losses, of the iterations from 1 on, was reached. */
    private static OptionalInt reachedAt(LossPlateau rule, int iterations, IntToDoubleFunction loss) {
        Detector detector = rule.open();
        for (int i = 1; i <= iterations; i++) {
            detector.add(loss.applyAsDouble(i));
            assertThat(detector.isReached()).isEqualTo(detector.reachedAt().isPresent());
        }
        return detector.reachedAt();
    }

    private static OptionalInt reachedAt(LossPlateau rule, double... losses) {
        return reachedAt(rule, losses.length, i -> losses[i - 1]);
    }

    private static LossPlateau rule(double epsilon, int patience) {
        return new LossPlateau(1, epsilon, patience);
    }

    /**
     * {@code L_i = 1 + exp(-i/50)}, W = 10: {@code s_n = 1 + a q^(n-1)} with {@code q = exp(-0.2) = 0.81873} and {@code a =
     * 0.89731}. Window n improves by 1 % if {@code a q^(n-2) > 0.01 / (1 - q - 0.01) = 0.05839}, that is for {@code n - 2 <
     * 13.66}: up to window 15. Three windows without improvement are done at 180 losses. (Compared with s_15 instead of the
     * lowest so far, window 17 would improve: 1.03657 is below 0.99 * 1.05456.)
     */
    @Test
    void anExponentialDecayToAFloorReachesItAtTheWindowComputedByHand() {
        IntToDoubleFunction loss = i -> 1 + Math.exp(-i / 50.0);
        LossPlateau rule = new LossPlateau(10, 0.01, 3);
        assertThat(reachedAt(rule, 179, loss)).isEmpty();
        assertThat(reachedAt(rule, 180, loss)).hasValue(180);
        assertThat(reachedAt(new LossPlateau(10, 0.01, 1), 1000, loss)).hasValue(160);
    }

    /** The means 2, 1.25, 1.0625 improve by a tenth, 1.015625 and 1.00390625 do not; single losses jump about them. */
    @Test
    void windowsAreAveragedAndDoNotOverlap() {
        double[] around = {0.125, -0.125, 0.5, -0.5};
        IntToDoubleFunction loss = i -> 1 + Math.pow(4, -((i - 1) / 4)) + around[(i - 1) % 4];
        assertThat(reachedAt(new LossPlateau(4, 0.1, 2), 100, loss)).hasValue(20);
    }

    @Test
    void aLinearDecayNeverReachesIt() {
        assertThat(reachedAt(LossPlateau.defaults(), 5_900, i -> 6 - i / 1000.0))
                .isEmpty();
        assertThat(reachedAt(LossPlateau.defaults(), 5_900, i -> 6 - i / 1_000_000.0))
                .as("by less than 1 % per window")
                .hasValue(400);
    }

    @Test
    void noiseIsSmoothedAway() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            // falls by 2 % to 10 % of its value in 100 iterations, down to 1 after 4,000
            IntToDoubleFunction loss = i -> Math.max(5 - i / 1000.0, 1) * (1 + 0.03 * random.nextGaussian());
            assertThat(reachedAt(LossPlateau.defaults(), 10_000, loss).orElseThrow())
                    .as("seed " + seed)
                    .isBetween(4_200, 6_000);
            assertThat(reachedAt(new LossPlateau(1, 0.01, 3), 10_000, loss).orElseThrow())
                    .as("without smoothing, seed " + seed)
                    .isLessThan(1_000);
        }
    }

    @Test
    void anImprovementByExactlyEpsilonIsNone() {
        assertThat(reachedAt(rule(0.5, 1), 1, 0.5)).hasValue(2);
        assertThat(reachedAt(rule(0.5, 1), 1, Math.nextDown(0.5))).isEmpty();
        assertThat(reachedAt(rule(0, 1), 1, 1)).hasValue(2);
        assertThat(reachedAt(rule(0, 1), 1, Math.nextDown(1.0))).isEmpty();
    }

    @Test
    void anImprovementBreaksTheSeries() {
        assertThat(reachedAt(rule(0.1, 3), 1, 1, 1, 0.8, 0.8, 0.8)).isEmpty();
        assertThat(reachedAt(rule(0.1, 3), 1, 1, 1, 0.8, 0.8, 0.8, 0.8)).hasValue(7);
    }

    @Test
    void aRiseDoesNotLowerTheBar() {
        assertThat(reachedAt(rule(0.1, 3), 1, 3, 2, 1)).hasValue(4);
    }

    @Test
    void aWindowThatIsNotCompleteDoesNotCount() {
        assertThat(reachedAt(new LossPlateau(3, 0.1, 1), 5, i -> 1)).isEmpty();
        assertThat(reachedAt(new LossPlateau(3, 0.1, 1), 6, i -> 1)).hasValue(6);
    }

    @Test
    void onceReachedItStaysReached() {
        assertThat(reachedAt(rule(0.1, 2), 1, 1, 1, 0.1, 0.01, Double.NaN)).hasValue(3);
    }

    @Test
    void negativeLossesMustFallFurtherBelowZero() {
        assertThat(reachedAt(rule(0.1, 2), -1, -1, -1))
                .as("not best (1 - epsilon)")
                .hasValue(3);
        assertThat(reachedAt(rule(0.1, 1), -1, -1.05)).hasValue(2);
        assertThat(reachedAt(rule(0.1, 1), -1, -1.2)).isEmpty();
        assertThat(reachedAt(rule(0.1, 1), 1, -1)).isEmpty();
    }

    @Test
    void belowABestOfZeroAnyLossIsAnImprovement() {
        assertThat(reachedAt(rule(0.1, 1), 1, 0, -1e-9)).isEmpty();
        assertThat(reachedAt(rule(0.1, 1), 1, 0, 0)).hasValue(3);
    }

    @Test
    void aWindowWithALossThatIsNotFiniteIsOneWithoutImprovement() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(reachedAt(rule(0.1, 2), 1, bad, bad)).hasValue(3);
            assertThat(reachedAt(rule(0.1, 2), 1, bad, 0.8, bad, 0.6))
                    .as("the best survives it")
                    .isEmpty();
            assertThat(reachedAt(rule(0.1, 2), bad, 1, 1))
                    .as("no best at first")
                    .isEmpty();
            assertThat(reachedAt(rule(0.1, 2), bad, bad)).hasValue(2);
            assertThat(reachedAt(new LossPlateau(2, 0.1, 1), 1, 1, bad, 0.1)).hasValue(4);
            assertThat(reachedAt(new LossPlateau(2, 0.1, 2), 1, 1, bad, 0.1, 0.5, 0.5))
                    .as("only its own window suffers")
                    .isEmpty();
        }
    }

    @Test
    void detectorsOfOneRuleAreIndependent() {
        LossPlateau rule = rule(0.1, 1);
        Detector first = rule.open();
        Detector second = rule.open();
        first.add(1);
        first.add(1);
        second.add(1);
        assertThat(first.isReached()).isTrue();
        assertThat(second.isReached()).isFalse();
    }

    @Test
    void aDetectorSavedOrCopiedAnywhereGoesOnAsIfNothingHadHappened() {
        LossPlateau rule = new LossPlateau(3, 0.1, 2);
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Detector straight = rule.open();
            Detector copied = rule.open();
            Detector saved = rule.open();
            for (int i = 0; i < 100; i++) {
                double loss = 1 + random.nextDouble() / (i + 1) + (i == 7 ? Double.NaN : 0);
                straight.add(loss);
                Detector before = copied;
                copied = copied.copy();
                before.add(-1e9);
                copied.add(loss);
                saved = Serialised.copyOf(saved);
                saved.add(loss);
                assertThat(copied.reachedAt()).isEqualTo(straight.reachedAt());
                assertThat(saved.reachedAt()).isEqualTo(straight.reachedAt());
            }
            assertThat(straight.isReached()).isTrue();
        }
    }

    @Test
    void noFiniteLossesReachItBeforeTheEarliestTime() {
        LossPlateau rule = new LossPlateau(5, 0.1, 3);
        assertThat(rule.earliest()).isEqualTo(20);
        assertThat(reachedAt(rule, 100, i -> 1)).hasValue(20);
        assertThat(new LossPlateau(Integer.MAX_VALUE, 0, Integer.MAX_VALUE).earliest())
                .isEqualTo((1L << 31) * Integer.MAX_VALUE);
    }

    @Test
    void theDefaultsAreTheConstants() {
        LossPlateau defaults = LossPlateau.defaults();
        assertThat(defaults.window()).isEqualTo(LossPlateau.DEFAULT_WINDOW).isEqualTo(100);
        assertThat(defaults.minimumImprovement())
                .isEqualTo(LossPlateau.DEFAULT_MINIMUM_IMPROVEMENT)
                .isEqualTo(0.01);
        assertThat(defaults.patience()).isEqualTo(LossPlateau.DEFAULT_PATIENCE).isEqualTo(3);
    }

    @Test
    void isAValue() {
        LossPlateau rule = new LossPlateau(50, 0.02, 4);
        assertThat(rule)
                .isEqualTo(new LossPlateau(50, 0.02, 4))
                .hasSameHashCodeAs(new LossPlateau(50, 0.02, 4))
                .isNotEqualTo(new LossPlateau(51, 0.02, 4))
                .isNotEqualTo(new LossPlateau(50, 0.03, 4))
                .isNotEqualTo(new LossPlateau(50, 0.02, 5))
                .hasToString("LossPlateau(window 50, minimum improvement 0.02, patience 4)");
        assertThat(new LossPlateau(1, -0.0, 1))
                .isEqualTo(new LossPlateau(1, 0.0, 1))
                .hasSameHashCodeAs(new LossPlateau(1, 0.0, 1));
    }

    @Test
    void badArgumentsAreRefusedWithRangeValueAndWayOut() {
        assertThatThrownBy(() -> new LossPlateau(0, 0.01, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 iteration, received 0")
                .hasMessageContaining("use 1");
        for (double bad : new double[] {-0.01, 1, 2, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new LossPlateau(100, bad, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[0,1), received " + bad)
                    .hasMessageContaining("0.01 stands for 1 %");
        }
        assertThatThrownBy(() -> new LossPlateau(100, 0.01, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 window, received -1")
                .hasMessageContaining("use 1");
    }
}
