package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderAgreement;
import org.dl4jfreeze.order.ParameterOrder;

/**
 * How far the proposed order agrees between runs: over all pairs of runs, Spearman's rho of the orders and the Jaccard
 * overlap of the halves that would be frozen. Runs differ in initialisation and in batch order, so this says how much
 * the order owes to the data and the architecture alone.
 */
public final class Stability {

    /** Mean rho of two random orders. */
    public static final double SPEARMAN_BY_CHANCE = 0;

    /** Mean overlap of two random halves: a quarter of all parameters is in both, three quarters are in one or both. */
    public static final double JACCARD_BY_CHANCE = 1.0 / 3;

    private final MeanDeviation spearman;
    private final MeanDeviation jaccard;
    private final int pairs;

    private Stability(List<Double> spearman, List<Double> jaccard) {
        this.spearman = MeanDeviation.of(spearman);
        this.jaccard = MeanDeviation.of(jaccard);
        this.pairs = spearman.size();
    }

    /**
     * Compares all pairs of runs.
     *
     * @param runs the runs; fewer than two have no pair, and the means are NaN
     * @return the agreement
     */
    public static Stability between(List<Run> runs) {
        List<Double> spearman = new ArrayList<>();
        List<Double> jaccard = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            for (int j = 0; j < i; j++) {
                ParameterOrder first = runs.get(i).proposedOrder();
                ParameterOrder second = runs.get(j).proposedOrder();
                spearman.add(OrderAgreement.spearman(first, second));
                jaccard.add(OrderAgreement.jaccard(half(first), half(second)));
            }
        }
        return new Stability(spearman, jaccard);
    }

    private static FreezeMask half(ParameterOrder order) {
        return order.lowest(order.size() / 2);
    }

    /**
     * Spearman's rho of the orders.
     *
     * @return mean and standard deviation over pairs
     */
    public MeanDeviation spearman() {
        return spearman;
    }

    /**
     * Jaccard overlap of the frozen halves.
     *
     * @return mean and standard deviation over pairs
     */
    public MeanDeviation jaccard() {
        return jaccard;
    }

    /**
     * Number of pairs of runs.
     *
     * @return n (n - 1) / 2
     */
    public int pairs() {
        return pairs;
    }

    /**
     * One line for the console.
     *
     * @return both means with what chance would give
     */
    @Override
    public String toString() {
        return pairs == 0
                ? "Stability of the proposed order: not defined for a single run"
                : String.format(
                        Locale.ROOT,
                        "Stability of the proposed order between runs (other initialisation and other batch order; %d"
                                + " pairs): Spearman %.2f (chance %.2f), Jaccard of the frozen halves %.2f (chance %.2f)",
                        pairs,
                        spearman.mean(),
                        SPEARMAN_BY_CHANCE,
                        jaccard.mean(),
                        JACCARD_BY_CHANCE);
    }
}
