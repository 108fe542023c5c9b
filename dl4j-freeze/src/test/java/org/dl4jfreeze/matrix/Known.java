package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/**
 * KNOWN failures: entries that do not keep a contract yet, by name, and why. The contract asserts that each of them
 * <em>still</em> fails, so that a fix is noticed: take the entry out of here then.
 */
final class Known {

    /** Frozen parameters move, or active ones don't. */
    static final Map<String, String> FROZEN_BITS = Map.of();

    /** Parameters that only pretraining trains are in the order. */
    static final Map<String, String> PARTICIPANTS = Map.of();

    /** The listener changes the trajectory. */
    static final Map<String, String> STOCK_EQUIVALENCE = Map.of();

    /** Single examples' gradients don't sum up. */
    static final Map<String, String> GRADIENT_PAIRS = Map.of(
            "time-distributed dense, masked",
            "a defect of DL4J: TimeDistributed has its rows in another order than the mask, so that an example's masked steps"
                    + " go by its place in the mini-batch, which changes when another example is put first; see"
                    + " GradientPairsMatrixTest#theFirstExamplesGradientIsItsShareOfTheSumWhereItsPlaceMatters");

    /** The sum of squares is another. */
    static final Map<String, String> SQUARED_GRADIENTS = Map.of();

    /** A gradient that is not finite does more than it does to stock Adam. */
    static final Map<String, String> NOT_FINITE = Map.of();

    private Known() {}

    static void check(Map<String, String> known, Entry entry, Runnable contract) {
        String reason = known.get(entry.name());
        if (reason == null) {
            try {
                contract.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("\"" + entry.name() + "\": " + e.getMessage(), e);
            }
            return;
        }
        Throwable failure = null;
        try {
            contract.run();
        } catch (AssertionError | RuntimeException e) {
            failure = e;
        }
        assertThat(failure)
                .as("\"" + entry.name() + "\" is fixed: take it out of Known (it was there because: " + reason + ")")
                .isNotNull();
    }
}
