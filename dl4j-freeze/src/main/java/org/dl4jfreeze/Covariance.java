package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Objects;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator.Form;
import org.dl4jfreeze.internal.covariance.ParameterSegments;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How much of the gradient covariance C_t of (2.6) a {@link FreezingListener} keeps.
 *
 * <p>The diagonal, one number per parameter, is always there: it lies in the updater state, and the paper's order needs nothing
 * else. The full covariance costs p t numbers for t samples, or p^2, whichever is less, and answers everything else there is to
 * ask, see {@link CovarianceAccumulator}. It is over the parameters that take part in the plan. A value: immutable, compared by content,
 * printable.
 */
public final class Covariance implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** Null for the diagonal alone. */
    private final Form form;

    private final int most;

    private Covariance(Form form, int most) {
        this.form = form;
        this.most = most;
    }

    /**
     * The diagonal alone, the default.
     *
     * @return the option
     */
    public static Covariance diagonal() {
        return new Covariance(null, UNLIMITED);
    }

    /**
     * All entries, exactly: the differences themselves as long as they are fewer than parameters, the matrix from then on.
     *
     * @return the option
     */
    public static Covariance full() {
        return new Covariance(Form.AUTOMATIC, UNLIMITED);
    }

    /**
     * The full covariance as a matrix from the start: p^2 numbers, however many samples there are.
     *
     * @return the option
     * @throws IllegalStateException if it is the diagonal
     */
    public Covariance dense() {
        return with(Form.DENSE, most);
    }

    /**
     * The full covariance by the differences themselves, however many: p numbers per sample. Where the plan does not say how
     * many there will be, it needs {@link #atMost}.
     *
     * @return the option
     * @throws IllegalStateException if it is the diagonal
     */
    public Covariance factored() {
        return with(Form.FACTORED, most);
    }

    /**
     * The full covariance of the first samples alone (of each worker, in data-parallel training), so that the memory is bounded where it is not known how many there will be;
     * the diagonal is of all. To spread them evenly over the training, sample every n-th iteration.
     *
     * @param samples how many, at least 1
     * @return the option
     * @throws IllegalArgumentException if that is below 1
     * @throws IllegalStateException    if it is the diagonal
     */
    public Covariance atMost(int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("Invalid number of samples, must be at least 1, received " + samples);
        }
        return with(form, samples);
    }

    private Covariance with(Form otherForm, int samples) {
        if (form == null) {
            throw new IllegalStateException("The diagonal has no other form; start with Covariance.full()");
        }
        return new Covariance(otherForm, samples);
    }

    /**
     * Whether all entries are kept.
     *
     * @return false for the diagonal alone
     */
    public boolean isFull() {
        return form != null;
    }

    /** Whether a further sample is to be taken in, after so many. */
    public boolean takesAfter(long samples) {
        return samples < most;
    }

    /**
     * Checks that an order can be made of as many samples as are kept at most.
     *
     * @throws IllegalArgumentException if not
     */
    public void checkEnough(int needed) {
        if (most < needed) {
            throw new IllegalArgumentException(
                    this + " keeps fewer samples than the order needs, which is " + needed + "; keep more");
        }
    }

    /** A full covariance without samples. */
    public CovarianceAccumulator open(
            ParameterSegments segments, DataType type, SmoothingSchedule smoothing, long expectedSamples) {
        return new CovarianceAccumulator(segments, type, smoothing, form, bounded(expectedSamples, 0));
    }

    /**
     * Off-heap memory of a full covariance at most; 0 for the diagonal.
     *
     * @param expectedSamples 0 if that is not known
     */
    public long bytesNeeded(long parameters, DataType type, long expectedSamples) {
        if (form == null) {
            return 0;
        }
        // with more samples than parameters it is a matrix, which does not grow any more
        return CovarianceAccumulator.bytesNeeded(form, parameters, type, bounded(expectedSamples, parameters + 1));
    }

    /** Off-heap memory that an order takes when it is made, on top of the covariance of all workers' samples. */
    public long bytesForOrder(OrderCriterion.Kind kind, long parameters, long expectedSamples, int workers) {
        long ofOne = bounded(expectedSamples, parameters + 1);
        long samples = ofOne > parameters ? ofOne : ofOne * workers;
        switch (kind) {
            case CONDITIONAL_VARIANCE:
                return CovarianceAccumulator.bytesForConditionalVariance(form, parameters, samples);
            case BELSLEY:
                return CovarianceAccumulator.bytesForBelsley(form, parameters, samples);
            default:
                return 0;
        }
    }

    /** Off-heap memory of one that is put together of those of several workers. */
    public long bytesMerged(long parameters, DataType type, long expectedSamples, int workers) {
        if (form == null) {
            return 0;
        }
        long samples = workers * bounded(expectedSamples, parameters + 1);
        return form == Form.DENSE || form == Form.AUTOMATIC && samples > parameters
                ? CovarianceAccumulator.bytesNeeded(Form.DENSE, parameters, type, 1)
                : CovarianceAccumulator.bytesNeeded(Form.FACTORED, parameters, type, samples);
    }

    /**
     * Checks that it is known how much memory there will be needed.
     *
     * @param expectedSamples 0 if that is not known
     * @throws IllegalArgumentException if it is not
     */
    public void checkBounded(long expectedSamples) {
        if (form == Form.FACTORED && bounded(expectedSamples, 0) == 0) {
            throw new IllegalArgumentException(
                    this + " needs as much memory as there are samples, and how many there will"
                            + " be is not known; bound them with .atMost(n), or leave .factored() out");
        }
    }

    private long bounded(long expectedSamples, long unknown) {
        if (expectedSamples > 0) {
            return Math.min(expectedSamples, most);
        }
        return most == UNLIMITED ? unknown : most;
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
