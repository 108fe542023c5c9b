package org.dl4jfreeze.internal.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.dl4jfreeze.SmoothingSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmoothingWeightsTest {

    static Stream<SmoothingSchedule> schedules() {
        return Stream.of(SmoothingSchedule.mean(), SmoothingSchedule.constant(0.1), SmoothingSchedule.power(0.7));
    }

    private static SmoothingWeights counted(SmoothingSchedule schedule, int samples) {
        SmoothingWeights weights = new SmoothingWeights(schedule);
        for (int i = 0; i < samples; i++) {
            weights.advance();
        }
        return weights;
    }

    /** {@code W_t = 1 - prod (1 - kappa_s)}. */
    private static double totalWeight(SmoothingSchedule schedule, int samples) {
        double rest = 1;
        for (int t = 1; t <= samples; t++) {
            rest *= 1 - schedule.kappa(t);
        }
        return 1 - rest;
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theEffectiveWeightIsKappaOverTheTotalWeight(SmoothingSchedule schedule) {
        assertThat(new SmoothingWeights(schedule).next()).isEqualTo(1);
        for (int t = 1; t < 30; t++) {
            assertThat(counted(schedule, t - 1).next())
                    .isCloseTo(schedule.kappa(t) / totalWeight(schedule, t), within(1e-14));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void afterIsAsIfTheSamplesHadBeenCounted(SmoothingSchedule schedule) {
        for (int samples : new int[] {0, 1, 7, 100}) {
            SmoothingWeights after = SmoothingWeights.after(schedule, samples);
            assertThat(after.samples()).isEqualTo(samples);
            assertThat(after.next()).isEqualTo(counted(schedule, samples).next());
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void mergedGoesOnBehindAllSamples(SmoothingSchedule schedule) {
        SmoothingWeights merged =
                SmoothingWeights.merged(List.of(counted(schedule, 3), counted(schedule, 0), counted(schedule, 5)));
        assertThat(merged.samples()).isEqualTo(8);
        double total = (3 * totalWeight(schedule, 3) + 5 * totalWeight(schedule, 5)) / 8;
        double kappa = schedule.kappa(9);
        assertThat(merged.next()).isCloseTo(kappa / ((1 - kappa) * total + kappa), within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void mergingPlainMeansOrOnePartOrNoSamplesIsExact(SmoothingSchedule schedule) {
        SmoothingWeights one = counted(schedule, 4);
        SmoothingWeights alone = SmoothingWeights.merged(List.of(one));
        assertThat(alone.next()).isEqualTo(one.next());
        alone.advance();
        assertThat(one.samples()).as("a copy").isEqualTo(4);
        SmoothingWeights none = SmoothingWeights.merged(List.of(counted(schedule, 0), counted(schedule, 0)));
        assertThat(none.samples()).isZero();
        assertThat(none.next()).isEqualTo(1);
        SmoothingSchedule mean = SmoothingSchedule.mean();
        assertThat(SmoothingWeights.merged(List.of(counted(mean, 3), counted(mean, 4)))
                        .next())
                .isCloseTo(1.0 / 8, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void samplesOfOneSizeAreWeightedAsSamplesOfOneExampleBitForBit(SmoothingSchedule schedule) {
        for (int size : new int[] {2, 7, 1000}) {
            SmoothingWeights single = new SmoothingWeights(schedule);
            SmoothingWeights several = new SmoothingWeights(schedule);
            for (int t = 0; t < 200; t++) {
                assertThat(several.next(size)).isEqualTo(single.next());
                single.advance();
                several.advance(size);
            }
        }
    }

    @Test
    void aPlainMeanWeightsBySizeAfterTheOnesBeforeMergedAndRestored() {
        SmoothingWeights six = new SmoothingWeights(SmoothingSchedule.mean());
        six.advance(6);
        assertThat(six.next(2)).isCloseTo(2.0 / 8, within(1e-15));
        SmoothingWeights two = new SmoothingWeights(SmoothingSchedule.mean());
        two.advance(2);
        SmoothingWeights merged = SmoothingWeights.merged(List.of(six, two));
        assertThat(merged.count()).isEqualTo(8);
        assertThat(merged.next(2)).isCloseTo(2.0 / 10, within(1e-15));
        assertThat(merged.data().examples).isEqualTo(8);
        assertThat(counted(SmoothingSchedule.mean(), 5).data().examples).isNull();
        // how many examples earlier samples had is not known: they count as much as the next one
        assertThat(SmoothingWeights.after(SmoothingSchedule.mean(), 3).next(6)).isCloseTo(1.0 / 4, within(1e-15));
    }
}
