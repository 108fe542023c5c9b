package org.dl4jfreeze.examples.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Median;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;

/**
 * Losses of the two orders that the paper compares, run by run, on one part of the data. Only fractions between 0 and 1 count:
 * where nothing or everything is frozen, all orders are the same.
 */
record OrderLosses(Results results, ToDoubleFunction<Losses> loss) {

    /** Tells whether both orders were run, at an inner fraction at least. */
    static boolean areIn(Results results) {
        return results.settings().orders().containsAll(List.of(Results.PROPOSED, Results.RANDOM))
                && !innerFractions(results).isEmpty();
    }

    static List<Double> innerFractions(Results results) {
        return results.settings().fractions().stream()
                .filter(OrderLosses::isInner)
                .toList();
    }

    private static boolean isInner(double fraction) {
        return fraction > 0 && fraction < 1;
    }

    /** Returns the inner fraction that is nearest to one that may not have been run; the lower one of two. */
    static double nearestInner(Results results, double fraction) {
        return innerFractions(results).stream()
                .min(Comparator.comparingDouble(inner -> Math.abs(inner - fraction)))
                .orElseThrow();
    }

    /** Returns for each run the mean over inner fractions. */
    double[] meanOverInner(String order) {
        return results.runs().stream()
                .mapToDouble(run -> Mean.of(run.branches().stream()
                                .filter(branch -> branch.order().equals(order) && isInner(branch.fraction()))
                                .map(Branch::losses)
                                .mapToDouble(loss)
                                .toArray())
                        .getAsDouble())
                .toArray();
    }

    /** Returns for each run the loss at one fraction. */
    double[] at(String order, double fraction) {
        return results.runs().stream()
                .mapToDouble(
                        run -> loss.applyAsDouble(branch(run, order, fraction).losses()))
                .toArray();
    }

    private static Branch branch(Run run, String order, double fraction) {
        return run.branches().stream()
                .filter(branch -> branch.order().equals(order) && branch.fraction() == fraction)
                .findFirst()
                .orElseThrow();
    }

    /** Returns for each run how far its mean over inner fractions lies from the median over runs. */
    double[] deviationsFromMedian(String order) {
        double[] losses = meanOverInner(order);
        double median = Median.withDefaults().evaluate(losses);
        return Arrays.stream(losses).map(loss -> Math.abs(loss - median)).toArray();
    }

    PairedComparison compare() {
        return PairedComparison.of(meanOverInner(Results.PROPOSED), meanOverInner(Results.RANDOM));
    }

    PairedComparison compareAt(double fraction) {
        return PairedComparison.of(at(Results.PROPOSED, fraction), at(Results.RANDOM, fraction));
    }

    PairedComparison compareSpread() {
        return PairedComparison.of(deviationsFromMedian(Results.PROPOSED), deviationsFromMedian(Results.RANDOM));
    }
}
