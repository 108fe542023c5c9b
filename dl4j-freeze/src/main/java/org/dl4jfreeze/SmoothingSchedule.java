package org.dl4jfreeze;

import java.io.Serializable;

/**
 * The weight {@code kappa_t} of the newest sample in (2.6): {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T}.
 *
 * <p>{@link #mean()}, the paper's {@code kappa_t = 1/t} and the default, makes {@code C_t} the plain mean of
 * {@code d d^T}; since {@code kappa_1 = 1} erases {@code C_0}, the paper's random {@code C_0} has no effect. For the other
 * schedules {@code C_0 = 0} is used and the missing weight is corrected for, as in Adam: with
 * {@code W_t = (1 - kappa_t) W_{t-1} + kappa_t}, {@code W_0 = 0}, the corrected {@code C_t / W_t} (L.3) obeys (2.6) with
 * {@code kappa_t / W_t} in place of {@code kappa_t}. The covariances of a listener use these
 * effective weights.
 *
 * <p>{@code t} counts covariance samples from 1. A value: immutable, compared by content, printable.
 */
public final class SmoothingSchedule implements Serializable {

    private static final long serialVersionUID = 1L;

    private final double factor;
    private final double exponent;

    private SmoothingSchedule(double factor, double exponent) {
        this.factor = factor;
        this.exponent = exponent;
    }

    /**
     * Weights every sample equally: {@code kappa_t = 1/t}. Samples of {@link GradientSampler#wholeBatch()} are means over a
     * mini-batch's S examples and count S times, so that smaller mini-batches weigh less. The other schedules weight samples
     * regardless of that, because {@code kappa_t} is how fast they forget.
     *
     * @return the schedule
     */
    public static SmoothingSchedule mean() {
        return new SmoothingSchedule(1, 1);
    }

    /**
     * Forgets exponentially, {@code kappa_t = kappa}: with a memory of about {@code 1/kappa} samples.
     *
     * @param kappa weight of the newest sample, in (0,1]
     * @return the schedule
     * @throws IllegalArgumentException if {@code kappa} is not in (0,1]
     */
    public static SmoothingSchedule constant(double kappa) {
        if (!(kappa > 0 && kappa <= 1)) {
            throw new IllegalArgumentException("Invalid smoothing weight, must be in (0,1], received " + kappa);
        }
        return new SmoothingSchedule(kappa, 0);
    }

    /**
     * Weights between the plain mean and a constant weight, {@code kappa_t = t^-a}: converges for {@code 1/2 < a <= 1}.
     *
     * @param a exponent, in (1/2,1]
     * @return the schedule
     * @throws IllegalArgumentException if {@code a} is not in (1/2,1]
     */
    public static SmoothingSchedule power(double a) {
        if (!(a > 0.5 && a <= 1)) {
            throw new IllegalArgumentException("Invalid smoothing exponent, must be in (1/2,1], received " + a
                    + "; outside, the estimate does not converge");
        }
        return new SmoothingSchedule(1, a);
    }

    /**
     * Returns the weight of a sample before the correction for {@code C_0}.
     *
     * @param t number of the sample, from 1
     * @return {@code kappa_t}, in (0,1]
     */
    public double kappa(long t) {
        return exponent == 1 ? factor / t : factor * Math.pow(t, -exponent);
    }

    /**
     * Returns c of {@code kappa_t = c t^-a}.
     *
     * @return the constant; 1 for a mean and for a power
     */
    public double factor() {
        return factor;
    }

    /**
     * Returns a of {@code kappa_t = c t^-a}.
     *
     * @return the exponent; 0 for a constant, 1 for a mean
     */
    public double exponent() {
        return exponent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmoothingSchedule
                && ((SmoothingSchedule) other).factor == factor
                && ((SmoothingSchedule) other).exponent == exponent;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(factor) * 31 + Double.hashCode(exponent);
    }

    @Override
    public String toString() {
        return exponent == 0 ? "constant(" + factor + ")" : exponent == 1 ? "mean" : "power(" + exponent + ")";
    }
}
