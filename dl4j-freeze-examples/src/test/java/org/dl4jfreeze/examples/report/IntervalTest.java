package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalTest {

    /** The 97.5 % points of Student's t with 2 and with 3 degrees of freedom, from a printed table. */
    private static final double T_2 = 4.302653;

    private static final double T_3 = 3.182446;

    @Test
    void aMeanIsBoundedByStudentsTTimesItsStandardError() {
        Interval interval = Interval.ofMean(new double[] {2, 4, 9});

        // Variance 13, standard error the root of 13 / 3; with 1.96 for t it would be less than half as wide.
        assertThat(interval.estimate()).isEqualTo(5);
        assertThat(interval.lower()).isCloseTo(5 - T_2 * Math.sqrt(13.0 / 3), within(1e-5));
        assertThat(interval.upper()).isCloseTo(5 + T_2 * Math.sqrt(13.0 / 3), within(1e-5));
    }

    @Test
    void theJackknifeOfAMeanIsStudentsInterval() {
        double[] values = {2, 4, 9, 1};
        double[] without = {14 / 3.0, 12 / 3.0, 7 / 3.0, 15 / 3.0};

        Interval mean = Interval.ofMean(values);
        Interval jackknife = Interval.byJackknife(4, without);
        assertThat(jackknife.lower()).isCloseTo(mean.lower(), within(1e-12));
        assertThat(jackknife.upper()).isCloseTo(mean.upper(), within(1e-12));
    }

    @Test
    void aSingleRunHasNoInterval() {
        Interval interval = Interval.ofMean(new double[] {0.25});

        assertThat(interval.isFinite()).isFalse();
        assertThat(interval.isBelow(1) || interval.isAbove(0) || interval.isWithin(1) || interval.isOutside(0.1))
                .isFalse();
        assertThat(interval.percent()).isEqualTo("25.0 %");
    }

    @Test
    void theJackknifeOfFourEstimatesByHand() {
        // Mean of the four 0.5; squares 0.01 + 0.01 + 0.04 + 0.04 = 0.1; times 3 / 4: 0.075.
        Interval interval = Interval.byJackknife(0.45, new double[] {0.4, 0.6, 0.3, 0.7});

        assertThat(interval.lower()).isCloseTo(0.45 - T_3 * Math.sqrt(0.075), within(1e-5));
        assertThat(interval.upper()).isCloseTo(0.45 + T_3 * Math.sqrt(0.075), within(1e-5));
    }

    @Test
    void stabilityLeavesOutRunsAndNotPairs() {
        Random noise = new Random(11);
        List<float[]> runs = new ArrayList<>();
        for (int run = 0; run < 6; run++) {
            float[] variance = new float[50];
            for (int i = 0; i < variance.length; i++) {
                variance[i] = i + 30 * noise.nextFloat();
            }
            runs.add(variance);
        }
        Stability all = Stability.between(runs);
        double[] spearman = new double[6];
        double[] jaccard = new double[6];
        for (int left = 0; left < 6; left++) {
            List<float[]> others = new ArrayList<>(runs);
            others.remove(left);
            spearman[left] = Stability.between(others).spearman().mean();
            jaccard[left] = Stability.between(others).jaccard().mean();
        }

        assertSame(all.spearmanInterval(), Interval.byJackknife(all.spearman().mean(), spearman));
        assertSame(all.jaccardInterval(), Interval.byJackknife(all.jaccard().mean(), jaccard));
        assertThat(all.pairs()).isEqualTo(15);
    }

    private static void assertSame(Interval actual, Interval expected) {
        assertThat(expected.upper()).isLessThan(1);
        assertThat(expected.upper() - expected.lower()).isGreaterThan(0.01);
        assertThat(actual.lower()).isCloseTo(expected.lower(), within(1e-12));
        assertThat(actual.upper()).isCloseTo(expected.upper(), within(1e-12));
    }

    @Test
    void anIntervalEndsWhereTheEstimateMust() {
        // Rho 0.8, -1 and -0.8: Student's t of three runs reaches far beyond.
        Interval interval = Stability.between(
                        List.of(new float[] {1, 2, 3, 4}, new float[] {1, 3, 2, 4}, new float[] {4, 3, 2, 1}))
                .spearmanInterval();

        assertThat(interval.lower()).isEqualTo(-1);
        assertThat(interval.upper()).isEqualTo(1);
    }

    @Test
    void numbersHaveNoMinusBeforeZero() {
        assertThat(NumberText.percent(-0.0000001)).isEqualTo("0.00 %");
        assertThat(NumberText.percent(-0.0312)).isEqualTo("-3.1 %");
        assertThat(NumberText.number(-0.004, 2)).isEqualTo("0.00");
        assertThat(NumberText.p(1e-9)).isEqualTo("p < 0.0001");
        assertThat(NumberText.p(0.0312)).isEqualTo("p = 0.031");
    }
}
