package org.dl4jfreeze.internal.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a clock of the test's own. */
class SamplingBudgetTest {

    private long now;
    private long training;
    private long listening;
    private int samples;

    /** Trains for a number of iterations, with given times per iteration, of the listener in each, and per sample. */
    private void train(SamplingBudget budget, int iterations, long iteration, long handling, long sample) {
        for (int i = 0; i < iterations; i++) {
            budget.iterationBegins();
            now += iteration;
            training += iteration;
            long work = handling;
            if (budget.allows()) {
                budget.sampled();
                work += sample;
                samples++;
            }
            budget.spend(work);
            now += work;
            listening += work;
        }
    }

    private SamplingBudget budget(double share, int free) {
        return new SamplingBudget(share, free, () -> now);
    }

    private double overhead() {
        return (double) listening / training;
    }

    @ParameterizedTest
    @CsvSource({"0.03, 400, 5", "0.03, 1500, 0", "0.01, 40, 2", "0.2, 1000, 10", "0.5, 90, 1"})
    void theShareIsSpentAndNoMore(double share, long sample, long handling) {
        train(budget(share, 1), 20_000, 1000, handling, sample);
        assertThat(overhead()).isCloseTo(Math.min(share, (sample + handling) / 1000.0), within(0.003));
    }

    @Test
    void whatIsCheapEnoughIsSampledInEveryIteration() {
        train(budget(0.03, 1), 1000, 1000, 5, 20);
        assertThat(samples).isEqualTo(1000);
    }

    @Test
    void theBudgetFollowsIterationsThatBecomeLongerAndShorter() {
        SamplingBudget budget = budget(0.03, 1);
        for (long length : new long[] {1000, 10_000, 500}) {
            train(budget, 2000, length, 0, 400);
            training = 0;
            listening = 0;
            train(budget, 20_000, length, 0, 400);
            assertThat(overhead()).isCloseTo(0.03, within(0.003));
        }
    }

    @Test
    void whatAnOrderNeedsIsTakenAtAnyCostAndTheSetUpIsNotCounted() {
        SamplingBudget budget = budget(0.03, 2);
        train(budget, 1, 1000, 0, 1_000_000);
        train(budget, 1, 1000, 0, 300);
        assertThat(samples).isEqualTo(2);
        train(budget, 30, 1000, 0, 300);
        assertThat(samples).isBetween(4, 6);
    }

    @Test
    void aPauseIsFollowedByNoBurstOfSamples() {
        SamplingBudget budget = budget(0.03, 1);
        train(budget, 1000, 1000, 0, 400);
        now += 1_000_000_000;
        samples = 0;
        train(budget, 30, 1000, 0, 400);
        assertThat(samples).isLessThan(6);
    }

    @Test
    void whereListeningAloneCostsMoreNothingIsSampledButWhatIsNeeded() {
        train(budget(0.03, 2), 1000, 1000, 50, 100);
        assertThat(samples).isEqualTo(2);
    }
}
