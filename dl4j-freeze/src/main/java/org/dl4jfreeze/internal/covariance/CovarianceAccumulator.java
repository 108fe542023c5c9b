package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.statistics.GradientCovariance;
import org.dl4jfreeze.internal.statistics.SmoothingWeights;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * C of (2.6) with all its entries, {@code C_t = (1 - kappa_t) C_{t-1} + kappa_t d_t d_t^T}: a mean over samples, divided by t.
 *
 * <p>Two exact forms: the differences themselves, in t n numbers, as long as they are fewer than parameters; or the n x n matrix. By
 * default the first passes into the second where samples begin to outnumber parameters. Numbers are kept in the data type of the
 * gradients; what is asked is computed in double precision. Parameters are named by their index in the flat vector; those outside
 * of the segments have variance and covariances of 0.
 *
 * <p>Memory is off-heap: {@link #bytesNeeded} says how much before there is any, {@link #close} frees it. Queries check that
 * there is enough for what they need on top. Not thread-safe.
 */
public final class CovarianceAccumulator implements GradientCovariance, AutoCloseable {

    /** In which form the covariance is kept. */
    public enum Form {
        /** {@link #FACTORED} until samples outnumber parameters, then {@link #DENSE}. */
        AUTOMATIC,
        /** The n x n matrix. */
        DENSE,
        /** All differences, however many. */
        FACTORED
    }

    /** What is added to the diagonal before it is inverted, as a share of the mean variance. */
    public static final double DEFAULT_RIDGE = 0.01;

    private final ParameterSegments segments;
    private final DataType type;
    private final Form form;
    private final long expectedSamples;
    private final SmoothingWeights weights;
    private CovarianceForm content;
    /** What {@link #eigenvalues} found, until the next sample. */
    private double[] spectrum;

    /**
     * A covariance without samples.
     *
     * @param segments        over which parameters
     * @param type            data type in which it is kept, FLOAT or DOUBLE
     * @param schedule        how samples are weighted
     * @param form            how it is kept
     * @param expectedSamples how many samples are expected, so that not more memory is taken; 0 if that is not known
     * @throws IllegalArgumentException if the data type is another one
     */
    public CovarianceAccumulator(
            ParameterSegments segments, DataType type, SmoothingSchedule schedule, Form form, long expectedSamples) {
        this(segments, type, new SmoothingWeights(schedule), form, expectedSamples, null);
        this.content = form == Form.DENSE
                ? new DenseForm(segments, type)
                : new FactoredForm(segments, type, expectedRows(segments, form, expectedSamples));
    }

    CovarianceAccumulator(
            ParameterSegments segments,
            DataType type,
            SmoothingWeights weights,
            Form form,
            long expectedSamples,
            CovarianceForm content) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("A covariance must be kept in FLOAT or DOUBLE, received " + type
                    + "; for gradients of that type, use FLOAT");
        }
        this.segments = segments;
        this.type = type;
        this.weights = weights;
        this.form = form;
        this.expectedSamples = expectedSamples;
        this.content = content;
    }

    static long expectedRows(ParameterSegments segments, Form form, long expectedSamples) {
        return form == Form.AUTOMATIC ? Math.min(segments.count(), expectedSamples) : expectedSamples;
    }

    /**
     * How much off-heap memory a covariance takes at most.
     *
     * @param form       how it is kept
     * @param parameters n, how many take part
     * @param type       data type in which it is kept
     * @param samples    how many samples it is to take in, at least 1
     * @return bytes; {@code Long.MAX_VALUE} if more than that
     */
    public static long bytesNeeded(Form form, long parameters, DataType type, long samples) {
        return CovarianceBytes.needed(form, parameters, type, samples);
    }

    /**
     * How much off-heap memory {@link #conditionalVariance} takes for its time, on top of the covariance.
     *
     * @param form       how it is kept
     * @param parameters n, how many take part
     * @param samples    how many samples it has, at least 1
     * @return bytes; {@code Long.MAX_VALUE} if more than that
     */
    public static long bytesForConditionalVariance(Form form, long parameters, long samples) {
        return CovarianceBytes.forConditionalVariance(form, parameters, samples);
    }

    /**
     * How much off-heap memory {@link #belsley} takes until the diagnosis is closed, on top of the covariance.
     *
     * @param form       how it is kept
     * @param parameters n, how many take part
     * @param samples    how many samples it has, at least 1
     * @return bytes; {@code Long.MAX_VALUE} if more than that
     */
    public static long bytesForBelsley(Form form, long parameters, long samples) {
        return CovarianceBytes.forBelsley(form, parameters, samples);
    }

    @Override
    public double nextWeight() {
        content();
        return weights.next();
    }

    @Override
    public void add(INDArray difference) {
        segments.checkLength(difference);
        double kappa = weights.next();
        content().decay(1 - kappa);
        if (form == Form.AUTOMATIC
                && content instanceof FactoredForm
                && ((FactoredForm) content).rows().size() == segments.count()) {
            content = DenseForm.of((FactoredForm) content, segments, type);
        }
        content.accumulate(difference, kappa);
        weights.advance();
        spectrum = null;
    }

    @Override
    public long samples() {
        content();
        return weights.samples();
    }

    /**
     * How the samples so far were weighted, and the next ones will be.
     *
     * @return a copy
     */
    public SmoothingWeights weights() {
        return weights.copy();
    }

    /**
     * Over which parameters the covariance is.
     *
     * @return the segments
     */
    public ParameterSegments segments() {
        return segments;
    }

    /**
     * Which of the two forms it is in now.
     *
     * @return DENSE or FACTORED
     */
    public Form currentForm() {
        return content() instanceof DenseForm ? Form.DENSE : Form.FACTORED;
    }

    /**
     * One entry.
     *
     * @param i a parameter
     * @param j a parameter
     * @return {@code C_ij}
     */
    public double entry(long i, long j) {
        CovarianceForm current = content();
        int a = segments.own(i);
        int b = segments.own(j);
        return a < 0 || b < 0 ? 0 : current.entry(a, b);
    }

    /**
     * The variances.
     *
     * @return shape [p], DOUBLE
     */
    public INDArray diagonal() {
        return flat(content().diagonal());
    }

    /**
     * One row, or column.
     *
     * @param i a parameter
     * @return {@code C_i}, shape [p], DOUBLE
     */
    public INDArray row(long i) {
        CovarianceForm current = content();
        int own = segments.own(i);
        return flat(own < 0 ? new double[segments.count()] : current.row(own));
    }

    /**
     * The product with a vector.
     *
     * @param vector v, shape [p]
     * @return {@code C v}, shape [p], DOUBLE
     */
    public INDArray times(INDArray vector) {
        return flat(content().times(segments.gather(vector)));
    }

    /**
     * The sum of the variances, and of the eigenvalues.
     *
     * @return the trace
     */
    public double trace() {
        return Arrays.stream(content().diagonal()).sum();
    }

    /**
     * The correlation of two parameters' gradients: {@code C_ij / sqrt(C_ii C_jj)}. A parameter of variance 0 has correlation 0 with
     * all others.
     *
     * @param i a parameter
     * @param j a parameter
     * @return in [-1,1]; 1 for a parameter with itself
     */
    public double correlation(long i, long j) {
        return correlation(new long[] {i, j}).getDouble(0, 1);
    }

    /**
     * The correlations of some parameters' gradients, as of {@link #correlation(long, long)}.
     *
     * @param parameters m of them, such as those of a layer
     * @return shape [m, m], DOUBLE
     */
    public INDArray correlation(long... parameters) {
        return Correlations.of(content(), segments, parameters);
    }

    /**
     * The complete spectrum. Takes a factorisation of the smaller of the t x t and the n x n matrix, once per sample.
     *
     * @return the eigenvalues, descending, none below 0: n of them, or the first t if the form is factored and t is less, the
     *     others being 0
     */
    public double[] eigenvalues() {
        CovarianceForm current = content();
        if (spectrum == null) {
            require(current.eigenBytes(0), "For the eigenvalues of the covariance");
            spectrum = current.eigenvalues();
        }
        return spectrum.clone();
    }

    /**
     * The largest eigenvalues, with eigenvectors.
     *
     * @param count m, how many, at least 1
     * @return so many, or fewer if the others are 0 to double precision; to be closed
     */
    public Eigenpairs eigen(int count) {
        checkPositive(count);
        int most = Math.min(count, segments.count());
        require(
                content().eigenBytes(most) + segments.parameters() * most * type.width(),
                "For " + most + " eigenvectors of the covariance");
        try (EigenBasis basis = content.eigenBasis(most)) {
            return Eigenpairs.of(basis, segments, type);
        }
    }

    /**
     * The numerical rank: how many eigenvalues are more than the rounding of the stored numbers could make of 0. In factored form,
     * where singular values are what is rounded, those above {@code max(n, t) max(e^2, 2e-16)} of the largest, with the relative
     * spacing e of the data type; in dense form those above {@code n e} of it, which in FLOAT is a lot.
     *
     * @return the rank
     */
    public int rank() {
        double[] values = eigenvalues();
        double tolerance = values.length == 0 ? 0 : content.rankTolerance(values[0]);
        return (int) Arrays.stream(values).filter(value -> value > tolerance).count();
    }

    /**
     * The condition indices {@code sqrt(lambda_1 / lambda_k)} (Belsley, Kuh, Welsch 1980).
     *
     * @return as many as the {@link #rank}, ascending from 1
     */
    public double[] conditionIndices() {
        double[] values = eigenvalues();
        double[] indices = new double[rank()];
        Arrays.setAll(indices, k -> Math.sqrt(values[0] / values[k]));
        return indices;
    }

    /**
     * A number to add to the diagonal that fits the covariance: a share of the mean variance {@code trace / n}.
     *
     * @param share such as {@link #DEFAULT_RIDGE}
     * @return lambda; 0 if the covariance is 0
     * @throws IllegalArgumentException if the share is not finite and above 0
     */
    public double ridge(double share) {
        if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Invalid share of the mean variance, must be finite and above 0, received " + share);
        }
        return share * trace() / segments.count();
    }

    /**
     * The part of each parameter's gradient noise that the other parameters' do not explain:
     * {@code 1 / [(C + lambda I)^-1]_jj}, between {@code lambda} and {@code C_jj + lambda}.
     *
     * @param lambda what is added to the diagonal, above 0, as of {@link #ridge}; 0 only if the covariance is 0
     * @return shape [p], DOUBLE; 0 for parameters that take no part
     * @throws IllegalArgumentException if lambda is not such a number
     */
    public INDArray conditionalVariance(double lambda) {
        checkRidge(lambda);
        if (lambda == 0) {
            return flat(new double[segments.count()]);
        }
        require(content().conditionalVarianceBytes(), "For the conditional variances");
        return flat(content.conditionalVariance(lambda));
    }

    /**
     * Which parameters are in near-dependencies.
     *
     * @param lambda what is added to the diagonal, as of {@link #conditionalVariance}
     * @return the diagnosis; to be closed
     * @throws IllegalArgumentException if lambda is not such a number
     */
    public BelsleyDiagnosis belsley(double lambda) {
        checkRidge(lambda);
        int most = segments.count();
        require(content().eigenBytes(most), "For Belsley's diagnosis");
        // of a covariance of 0 every ridge gives the same
        return new BelsleyDiagnosis(content.eigenBasis(most), segments, lambda == 0 ? 1 : lambda, this::samples);
    }

    /**
     * One covariance of the samples of several.
     *
     * @param parts       over the same parameters, of one data type, form and schedule; at least one; they stay as they are
     * @param corrections what else is to be added
     * @return {@code sum_i n_i C_i / sum_i n_i} with {@code n_i} the samples of the i-th, and the corrections on top
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public static CovarianceAccumulator merged(List<CovarianceAccumulator> parts, List<RankOne> corrections) {
        return CovarianceMerge.merged(parts, corrections);
    }

    /**
     * What has to be saved beside the arrays of {@link #forEachPart}.
     *
     * @return the content but for the numbers
     */
    public CovarianceContent describe() {
        return new CovarianceContent(
                segments, type, form, expectedSamples, weights(), content().state());
    }

    /**
     * Gives the numbers, array by array, without a copy: chunks [rows, n] of differences in factored form; in dense form row i of
     * the matrix from column i on for all i, and then the differences that are not in it yet.
     *
     * @param consumer gets views, which must not be written to and are good until the next sample
     */
    public void forEachPart(Consumer<INDArray> consumer) {
        content().forEachPart(consumer);
    }

    /**
     * A covariance as it was.
     *
     * @param content what {@link #describe} gave
     * @param parts   gives the arrays of {@link #forEachPart} one after the other; they are copied, and may be freed afterwards
     * @return a covariance with the same answers, to the bit
     */
    public static CovarianceAccumulator restored(CovarianceContent content, Supplier<INDArray> parts) {
        return CovarianceMerge.restored(content, parts);
    }

    /**
     * Whether it has been closed.
     *
     * @return true if nothing can be asked any more
     */
    public boolean isClosed() {
        return content == null;
    }

    /** Frees the memory; nothing can be asked any more. */
    @Override
    public void close() {
        if (content != null) {
            content.release();
            content = null;
        }
    }

    CovarianceForm content() {
        if (content == null) {
            throw new IllegalStateException("This covariance has been closed; ask it before that");
        }
        return content;
    }

    Form form() {
        return form;
    }

    DataType type() {
        return type;
    }

    long expectedSamples() {
        return expectedSamples;
    }

    private INDArray flat(double[] own) {
        INDArray vector = Storage.zeros(DataType.DOUBLE, segments.parameters());
        segments.scatter(own, 0, own.length, vector, 0);
        return vector;
    }

    private void checkRidge(double lambda) {
        boolean valid = lambda > 0 && lambda < Double.POSITIVE_INFINITY || lambda == 0 && trace() == 0;
        if (!valid) {
            throw new IllegalArgumentException(
                    "Invalid ridge, must be finite and above 0, received " + lambda + "; use ridge(DEFAULT_RIDGE)");
        }
    }

    private static void checkPositive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Invalid number of eigenvalues, must be at least 1, received " + count);
        }
    }

    private static void require(long bytes, String purpose) {
        OffHeapMemory.require(bytes, purpose, "keep fewer samples, or leave layers out");
    }
}
