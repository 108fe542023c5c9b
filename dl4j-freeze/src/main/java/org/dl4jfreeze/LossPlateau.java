package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A rule that decides when a training loss has reached a plateau.
 *
 * <p>With {@code L_i} the loss of the i-th mini-batch, {@code i = 1, 2, ...}, {@code W} the {@link #window()}, {@code epsilon}
 * the {@link #minimumImprovement()} and {@code P} the {@link #patience()}:
 *
 * <pre>
 * s_n = 1/W sum of L_i over i = (n-1) W + 1 ... n W      smoothed loss of window n, n = 1, 2, ...; no windows overlap
 * b_n = min(s_1, ..., s_n)                               best so far
 * window n improves  iff  s_n &lt; b_{n-1} - epsilon |b_{n-1}|          (L.9)
 * </pre>
 *
 * <p>For positive losses that is {@code s_n < b_{n-1} (1 - epsilon)}; negative ones (log densities) must fall further below
 * zero by the same share, and at a best of exactly 0 any loss below it is an improvement. The plateau is reached at the end
 * of the P-th consecutive window that does not improve. The first window improves, so that is after {@code (P + 1) W} losses at
 * the earliest. A smoothed loss that is the lowest so far, but by less than epsilon, does not count as an improvement, yet the
 * next windows are compared with it: slow progress is a plateau too.
 *
 * <p>A window that contains NaN or infinity does not improve and does not become the best; the first finite window after only
 * such ones improves.
 *
 * <p>Immutable, compared by content, printable.
 */
public final class LossPlateau implements Serializable {

    /** {@code W} of {@link #defaults()}, in iterations. */
    public static final int DEFAULT_WINDOW = 100;

    /** {@code epsilon} of {@link #defaults()}. */
    public static final double DEFAULT_MINIMUM_IMPROVEMENT = 0.01;

    /** {@code P} of {@link #defaults()}, in windows. */
    public static final int DEFAULT_PATIENCE = 3;

    private static final long serialVersionUID = 1L;

    private static final LossPlateau DEFAULTS =
            new LossPlateau(DEFAULT_WINDOW, DEFAULT_MINIMUM_IMPROVEMENT, DEFAULT_PATIENCE);

    private final int window;
    private final double minimumImprovement;
    private final int patience;

    /**
     * Creates a rule.
     *
     * @param window             {@code W}, number of losses that are averaged, at least 1
     * @param minimumImprovement {@code epsilon}, relative decrease of the best loss that counts as an improvement, in
     *     [0,1); with 0 any lower loss does
     * @param patience           {@code P}, number of consecutive windows without improvement, at least 1
     * @throws IllegalArgumentException if one of them is outside its range
     */
    public LossPlateau(int window, double minimumImprovement, int patience) {
        if (window < 1) {
            throw new IllegalArgumentException("Invalid window, must be at least 1 iteration, received " + window
                    + "; use 1 to compare single mini-batch losses, or " + DEFAULT_WINDOW + ", the default");
        }
        if (!(minimumImprovement >= 0 && minimumImprovement < 1)) {
            throw new IllegalArgumentException("Invalid minimum improvement, must be in [0,1), received "
                    + minimumImprovement + "; it is relative to the best loss: 0.01 stands for 1 %");
        }
        if (patience < 1) {
            throw new IllegalArgumentException("Invalid patience, must be at least 1 window, received " + patience
                    + "; use 1 for the first window without improvement");
        }
        this.window = window;
        // -0.0 is the same rule as 0.0
        this.minimumImprovement = minimumImprovement + 0.0;
        this.patience = patience;
    }

    /**
     * Returns the rule with {@link #DEFAULT_WINDOW}, {@link #DEFAULT_MINIMUM_IMPROVEMENT} and {@link #DEFAULT_PATIENCE}.
     *
     * @return the rule
     */
    public static LossPlateau defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the number of losses that are averaged.
     *
     * @return {@code W}
     */
    public int window() {
        return window;
    }

    /**
     * Returns the relative decrease of the best loss that counts as an improvement.
     *
     * @return {@code epsilon}
     */
    public double minimumImprovement() {
        return minimumImprovement;
    }

    /**
     * Returns the number of consecutive windows without improvement that make a plateau.
     *
     * @return {@code P}
     */
    public int patience() {
        return patience;
    }

    /**
     * Returns when the plateau can be reached at the earliest, if the first window is finite: that window improves, and P more
     * do not.
     *
     * @return {@code (P + 1) W}, in losses
     */
    public long earliest() {
        return (patience + 1L) * window;
    }

    /**
     * Creates a detector for one training.
     *
     * @return a detector that has seen no loss
     */
    public Detector open() {
        return new Detector(this);
    }

    /**
     * Creates a detector that continues where another one was saved.
     *
     * @param state what {@link Detector#state} returned
     * @return a detector that has seen the same losses
     * @throws IllegalArgumentException if no detector of this rule can have this state
     */
    public Detector resume(double... state) {
        Detector detector = new Detector(this);
        boolean valid = state.length == 5;
        if (valid) {
            detector.losses = (int) state[0];
            detector.windowSum = state[1];
            detector.best = state[2];
            detector.withoutImprovement = (int) state[3];
            detector.reachedAt = (int) state[4];
            int windows = detector.losses / window;
            valid = detector.losses >= 0
                    && !Double.isInfinite(detector.best)
                    && detector.withoutImprovement >= 0
                    && detector.withoutImprovement <= Math.min(windows, patience)
                    && (detector.reachedAt == detector.losses && detector.withoutImprovement == patience
                            || detector.reachedAt == 0 && detector.withoutImprovement < patience);
        }
        if (!valid) {
            throw new IllegalArgumentException(
                    "Invalid state of a plateau's detector, must be what state() returned for " + this + ", received "
                            + Arrays.toString(state));
        }
        return detector;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LossPlateau
                && ((LossPlateau) other).window == window
                && ((LossPlateau) other).minimumImprovement == minimumImprovement
                && ((LossPlateau) other).patience == patience;
    }

    @Override
    public int hashCode() {
        return Objects.hash(window, minimumImprovement, patience);
    }

    @Override
    public String toString() {
        return "LossPlateau(window " + window + ", minimum improvement " + minimumImprovement + ", patience " + patience
                + ")";
    }

    /**
     * Detects the plateau in the losses of one training, in constant memory. A saved or copied detector continues bit for bit
     * as this one would. Not thread-safe.
     */
    public static final class Detector implements Serializable {

        private static final long serialVersionUID = 1L;

        private final LossPlateau rule;
        private int losses;
        private double windowSum;
        private double best = Double.NaN;
        private int withoutImprovement;
        private int reachedAt;

        private Detector(LossPlateau rule) {
            this.rule = rule;
        }

        /**
         * Copies the detector: the copy has seen the same losses, and is independent from now on.
         *
         * @return the copy
         */
        public Detector copy() {
            Detector copy = new Detector(rule);
            copy.losses = losses;
            copy.windowSum = windowSum;
            copy.best = best;
            copy.withoutImprovement = withoutImprovement;
            copy.reachedAt = reachedAt;
            return copy;
        }

        /**
         * Observes the loss of the next mini-batch. Has no effect once the plateau is reached.
         *
         * @param miniBatchLoss the mean loss over the mini-batch
         * @throws ArithmeticException after 2,147,483,647 losses without a plateau
         */
        public void add(double miniBatchLoss) {
            if (isReached()) {
                return;
            }
            losses = Math.addExact(losses, 1);
            windowSum += miniBatchLoss;
            if (losses % rule.window == 0) {
                endWindow(windowSum / rule.window);
                windowSum = 0;
            }
        }

        private void endWindow(double smoothed) {
            withoutImprovement = isImprovement(smoothed) ? 0 : withoutImprovement + 1;
            if (Double.isFinite(smoothed) && !(smoothed >= best)) {
                best = smoothed;
            }
            if (withoutImprovement == rule.patience) {
                reachedAt = losses;
            }
        }

        private boolean isImprovement(double smoothed) {
            return Double.isFinite(smoothed)
                    && (Double.isNaN(best) || smoothed < best - rule.minimumImprovement * Math.abs(best));
        }

        /**
         * Returns what the detector remembers, to be saved: number of losses, their sum in the window that is under way, the best
         * smoothed loss (NaN if there is none), windows without improvement, and when the plateau was reached (0 if it was
         * not).
         *
         * @return five numbers, from which {@link LossPlateau#resume} continues bit for bit
         */
        public double[] state() {
            return new double[] {losses, windowSum, best, withoutImprovement, reachedAt};
        }

        /**
         * Tells whether the plateau has been reached, now or before.
         *
         * @return whether {@link #reachedAt()} has a value
         */
        public boolean isReached() {
            return reachedAt > 0;
        }

        /**
         * Returns when the plateau was reached.
         *
         * @return the number of losses added up to the end of the P-th window without improvement; empty if the plateau has
         *     not been reached
         */
        public OptionalInt reachedAt() {
            return isReached() ? OptionalInt.of(reachedAt) : OptionalInt.empty();
        }
    }
}
