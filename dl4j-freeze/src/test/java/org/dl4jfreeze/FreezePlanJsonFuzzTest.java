package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.dl4jfreeze.support.JsonMutations;
import org.dl4jfreeze.support.RandomPlans;
import org.junit.jupiter.api.Test;

/** Mutants of the JSON of plans: {@code -Ddl4jfreeze.mutants=100000} tries more than the build does. */
class FreezePlanJsonFuzzTest {

    private static final int MUTANTS = Integer.getInteger("dl4jfreeze.mutants", 3_000);

    private int read;
    private int refused;

    @Test
    void everyMutantIsAPlanOrRefusedWithAShortMessage() {
        assertTimeoutPreemptively(Duration.ofSeconds(60 + MUTANTS / 100), () -> {
            for (int seed = 0; seed < MUTANTS; seed++) {
                tryMutant(seed);
            }
        });
        assertThat(read).as("mutants that are plans").isGreaterThan(MUTANTS / 100);
        assertThat(refused).as("mutants that are refused").isGreaterThan(MUTANTS / 2);
    }

    private void tryMutant(int seed) {
        Random random = new Random(seed);
        String mutant = JsonMutations.mutant(RandomPlans.plan(random).toJson(), random);
        try {
            FreezePlan plan = FreezePlan.fromJson(mutant);
            assertThat(FreezePlan.fromJson(plan.toJson())).as("seed " + seed).isEqualTo(plan);
            read++;
        } catch (IllegalArgumentException e) {
            refused++;
            assertThat(e)
                    .as("seed " + seed)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasNoCause();
            assertThat(e.getMessage())
                    .as("seed " + seed)
                    .startsWith("Invalid plan")
                    .hasSizeLessThan(600);
        } catch (RuntimeException | Error e) {
            fail("Seed " + seed + " made a text of " + mutant.length() + " characters: " + e, e);
        }
    }
}
