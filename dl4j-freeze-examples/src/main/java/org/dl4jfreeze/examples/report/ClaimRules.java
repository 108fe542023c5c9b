package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** Decides whether a claim of the paper holds: all bounds, the rules that use them, and the rules in words for the report. */
public final class ClaimRules {

    /** A difference is significant if Wilcoxon's signed-rank test, two-sided, gives a p below this. */
    public static final double SIGNIFICANCE = 0.05;

    /** Losses with a smaller relative difference show no relevant difference. */
    public static final double NO_DIFFERENCE = 0.01;

    /** A loss with a larger relative reduction is much better. */
    public static final double WIDE_MARGIN = 0.10;

    /** Losses with a smaller relative difference are about the same. */
    public static final double ABOUT_THE_SAME = 0.05;

    /** Deviations with a smaller relative difference show no relevant difference. */
    public static final double SAME_SPREAD = 0.10;

    /** An order is stable if Spearman's rho between runs is above this: more agreement than not. */
    public static final double STABLE_SPEARMAN = 0.5;

    /** With fewer runs that differ, even if all agree, the signed-rank test's p is no less than 2 / 2^5 = 0.06. */
    public static final int FEWEST_RUNS_FOR_SIGNIFICANCE = 6;

    /** With fewer runs, an interval is too wide to be useful. */
    public static final int FEWEST_RUNS_TO_COMPARE = 3;

    /** With fewer runs, leaving one out leaves no pair. */
    public static final int FEWEST_RUNS_FOR_STABILITY = 3;

    private ClaimRules() {}

    /** Returns the reason why a comparison cannot be judged at all, if there is one. */
    static Optional<String> obstacle(PairedComparison comparison) {
        if (comparison.runs() < FEWEST_RUNS_TO_COMPARE) {
            return Optional.of("too few runs (" + comparison.runs() + "): an interval needs " + FEWEST_RUNS_TO_COMPARE);
        }
        if (comparison.notFinite() > 0) {
            return Optional.of("not compared: NaN or infinite in " + comparison.notFinite() + " of " + comparison.runs()
                    + " runs");
        }
        return comparison.relativeDifference().isFinite()
                ? Optional.empty()
                : Optional.of("the relative difference is not defined, as the random order's mean is 0");
    }

    /** Returns the reason why a comparison cannot be judged by a rule: one of the above, or too few runs for significance. */
    static Optional<String> obstacle(PaperClaim.Kind kind, PairedComparison comparison) {
        Optional<String> obstacle = obstacle(comparison);
        boolean wantsSignificance = obstacle.isEmpty()
                && comparison.differing() < FEWEST_RUNS_FOR_SIGNIFICANCE
                && verdict(kind, comparison.relativeDifference(), false) == Verdict.UNDECIDED
                && verdict(kind, comparison.relativeDifference(), true) != Verdict.UNDECIDED;
        return wantsSignificance
                ? Optional.of("too few runs that differ (" + comparison.differing() + "): below "
                        + FEWEST_RUNS_FOR_SIGNIFICANCE + " a signed-rank test cannot reach p < " + SIGNIFICANCE)
                : obstacle;
    }

    /** Tells whether the test distinguishes the orders. */
    static boolean isSignificant(PairedComparison comparison) {
        return comparison.differing() >= FEWEST_RUNS_FOR_SIGNIFICANCE && comparison.pValue() < SIGNIFICANCE;
    }

    /** Judges a comparison of losses, or of deviations for a smaller spread. */
    static Verdict verdict(PaperClaim.Kind kind, PairedComparison comparison) {
        return obstacle(comparison).isPresent()
                ? Verdict.UNDECIDED
                : verdict(kind, comparison.relativeDifference(), isSignificant(comparison));
    }

    private static Verdict verdict(PaperClaim.Kind kind, Interval difference, boolean significant) {
        return switch (kind) {
            case PROPOSED_BETTER -> lower(difference, significant, NO_DIFFERENCE);
            case SMALLER_SPREAD -> lower(difference, significant, SAME_SPREAD);
            case PROPOSED_MUCH_BETTER ->
                verdict(significant && difference.isBelow(-WIDE_MARGIN), difference.isAbove(-WIDE_MARGIN));
            case SAME -> verdict(difference.isWithin(ABOUT_THE_SAME), difference.isOutside(ABOUT_THE_SAME));
            case NONE -> Verdict.NO_CLAIM;
            case STABLE ->
                throw new IllegalArgumentException(
                        "Cannot judge the claim " + kind + " by losses; judge it by Stability");
        };
    }

    private static Verdict lower(Interval difference, boolean significant, double bound) {
        return verdict(
                significant && difference.isBelow(0),
                significant && difference.isAbove(0) || difference.isWithin(bound));
    }

    /** Judges the agreement between runs. */
    static Verdict verdict(Stability stability) {
        if (stability.runs() < FEWEST_RUNS_FOR_STABILITY) {
            return Verdict.UNDECIDED;
        }
        Interval spearman = stability.spearmanInterval();
        return verdict(spearman.isAbove(STABLE_SPEARMAN), spearman.isBelow(STABLE_SPEARMAN));
    }

    private static Verdict verdict(boolean holds, boolean doesNotHold) {
        if (holds) {
            return Verdict.HOLDS;
        }
        return doesNotHold ? Verdict.DOES_NOT_HOLD : Verdict.UNDECIDED;
    }

    /** Returns the rules in words, a paragraph each, without markup. */
    public static List<String> inWords() {
        return List.of(
                "Relative difference of a run: loss under the proposed order (variance) minus loss under the random one,"
                        + " averaged over all fractions strictly between 0 and 1, divided by the mean over runs and"
                        + " fractions of the random order's loss. Negative: the proposed order is better. Both orders"
                        + " continue the same run on the same mini-batches, so runs are pairs.",
                "Shown are the mean of the relative differences with its " + percent(Interval.CONFIDENCE)
                        + " interval (Student's t), in how many runs the proposed order is lower, and the p of a"
                        + " two-sided Wilcoxon signed-rank test (exact, or by the normal approximation where differences"
                        + " are equal; pairs without a difference left out). A difference is significant if p < "
                        + SIGNIFICANCE + ".",
                "Better: holds if the difference is significant and the interval below 0; does not hold if it is"
                        + " significant and the interval above 0, or if the whole interval lies within ±"
                        + percent(NO_DIFFERENCE) + ".",
                "Much better: holds if the difference is significant and the interval below -" + percent(WIDE_MARGIN)
                        + "; does not hold if the interval lies above that.",
                "About the same: holds if the whole interval lies within ±" + percent(ABOUT_THE_SAME)
                        + ", whether or not the difference is significant; does not hold if all of it lies outside.",
                "Smaller spread: the same test of each run's absolute deviation from the median over runs, relative to"
                        + " the random order's mean deviation. Holds if it is significantly smaller and the interval"
                        + " below 0; does not hold if it is significantly larger, or if the interval lies within ±"
                        + percent(SAME_SPREAD) + ".",
                "Stable: holds if the interval of Spearman's rho, averaged over pairs of runs, lies above "
                        + STABLE_SPEARMAN + "; does not hold if it lies below. The interval is by the jackknife over"
                        + " runs, because pairs that share a run are not independent. Chance gives a rho of 0, and frozen"
                        + " halves a Jaccard overlap of 1/3. Runs of different initialisation and runs of the same"
                        + " initialisation (but other mini-batches) are judged separately.",
                "Undecided: anything else; comparisons and stability of fewer than " + FEWEST_RUNS_TO_COMPARE
                        + " runs; losses that are not finite, which leave stability undecided too. With fewer than "
                        + FEWEST_RUNS_FOR_SIGNIFICANCE
                        + " runs that differ no difference is significant, so that only what the interval alone decides"
                        + " is decided.",
                "All runs share one data set and one split, so intervals apply to other initialisations and"
                        + " mini-batches, not to other data. Each claim is tested by itself; p is not corrected for"
                        + " their number.");
    }

    private static String percent(double part) {
        return Math.round(100 * part) + " %";
    }
}
