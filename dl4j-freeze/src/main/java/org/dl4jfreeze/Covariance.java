package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.covariance.FullCovariance.Form;

/**
 * Option of a {@link FreezingListener}: how much of the gradient covariance C_t of (2.6) it keeps.
 *
 * <p>The diagonal, one number per parameter, is always kept: it lies in the updater state, and the paper's order needs nothing
 * else. The full covariance takes p t numbers for t samples, or p^2 numbers, whichever is less, and answers the queries of
 * {@link FullCovariance}. It covers the parameters that the plan makes eligible for freezing. A value: immutable, compared by content,
 * printable.
 */
public final class Covariance implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** Null if only the diagonal is kept. */
    private final Form form;

    private final int most;

    private Covariance(Form form, int most) {
        this.form = form;
        this.most = most;
    }

    /**
     * Keeps only the diagonal, the default.
     *
     * @return the option
     */
    public static Covariance diagonal() {
        return new Covariance(null, UNLIMITED);
    }

    /**
     * Keeps all entries, exactly: as the differences themselves while these are fewer than parameters, as the matrix from then on.
     *
     * @return the option
     */
    public static Covariance full() {
        return new Covariance(Form.AUTOMATIC, UNLIMITED);
    }

    /**
     * Keeps the full covariance as a matrix from the start: p^2 numbers, however many samples there are.
     *
     * @return the option
     * @throws IllegalStateException if only the diagonal is kept
     */
    public Covariance dense() {
        return with(Form.DENSE, most);
    }

    /**
     * Keeps the full covariance as the differences themselves, however many: p numbers per sample. Where the plan does not determine
     * the number of samples, it needs {@link #atMost}.
     *
     * @return the option
     * @throws IllegalStateException if only the diagonal is kept
     */
    public Covariance factored() {
        return with(Form.FACTORED, most);
    }

    /**
     * Limits the full covariance to the first samples (of each worker, in data-parallel training), so that its memory is bounded
     * where the number of samples is unknown; the diagonal is of all samples. To spread them evenly over the training, sample every
     * n-th iteration.
     *
     * @param samples number of samples, at least 1
     * @return the option
     * @throws IllegalArgumentException if that is below 1
     * @throws IllegalStateException    if only the diagonal is kept
     */
    public Covariance atMost(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("Invalid number of samples, must be at least 1, received " + samples);
        }
        return with(form, samples);
    }

    private Covariance with(Form otherForm, int samples) {
        checkFull();
        return new Covariance(otherForm, samples);
    }

    private void checkFull() {
        if (form == null) {
            throw new IllegalStateException("The diagonal has no other form; start with Covariance.full()");
        }
    }

    /**
     * Returns whether all entries are kept.
     *
     * @return false if only the diagonal is kept
     */
    public boolean isFull() {
        return form != null;
    }

    /**
     * Returns how the full covariance is represented.
     *
     * @return the form
     * @throws IllegalStateException if only the diagonal is kept
     */
    public Form form() {
        checkFull();
        return form;
    }

    /**
     * Returns the limit on the number of samples of the full covariance, as {@link #atMost} sets it.
     *
     * @return at least 1; {@code Integer.MAX_VALUE} if there is no limit
     */
    public int maximumSamples() {
        return most;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Covariance && ((Covariance) other).form == form && ((Covariance) other).most == most;
    }

    @Override
    public int hashCode() {
        return Objects.hash(form, most);
    }

    @Override
    public String toString() {
        if (form == null) {
            return "diagonal()";
        }
        return "full()" + (form == Form.DENSE ? ".dense()" : form == Form.FACTORED ? ".factored()" : "")
                + (most == UNLIMITED ? "" : ".atMost(" + most + ")");
    }
}
