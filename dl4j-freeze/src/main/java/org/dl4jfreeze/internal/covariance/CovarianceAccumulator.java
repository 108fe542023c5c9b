package org.dl4jfreeze.internal.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.BelsleyDiagnosis;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link FullCovariance} that accumulates samples, and is merged, saved and restored. What it stores is in a
 * {@link CovarianceForm}; here indices of the flat vector become positions among the n parameters that it is of.
 */
public final class CovarianceAccumulator implements FullCovariance {

    private final ParameterRanges parameters;
    private final int parameterCount;
    private final DataType type;
    private final Form form;
    private final long expectedSamples;
    private final SmoothingWeights weights;
    /** Null after {@link #close}. */
    private CovarianceForm content;
    /** The result of {@link #eigenvalues}, until the next sample. */
    private double[] spectrum;

    /**
     * Creates a covariance without samples.
     *
     * @param parameters      the n parameters that it is of
     * @param parameterCount  p, the length of the flat vector
     * @param type            data type in which it is kept, FLOAT or DOUBLE
     * @param expectedSamples how many samples are expected, so that not more memory is allocated; 0 if unknown
     * @throws IllegalArgumentException for another data type, no parameters, or 2^28 parameters or more
     */
    public CovarianceAccumulator(
            ParameterRanges parameters,
            int parameterCount,
            DataType type,
            SmoothingSchedule schedule,
            Form form,
            long expectedSamples) {
        this(parameters, parameterCount, type, new SmoothingWeights(schedule), form, expectedSamples, null);
        this.content = form == Form.DENSE
                ? new DenseForm(parameters, type)
                : new FactoredForm(parameters, type, expectedRows(parameters, form, expectedSamples));
    }

    CovarianceAccumulator(
            ParameterRanges parameters,
            int parameterCount,
            DataType type,
            SmoothingWeights weights,
            Form form,
            long expectedSamples,
            CovarianceForm content) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("Invalid data type of a covariance, must be FLOAT or DOUBLE, received "
                    + type + "; for gradients of that type, use FLOAT");
        }
        if (parameters.size() < 1 || parameters.size() >= 1 << 28 || parameters.end() > parameterCount) {
            throw new IllegalArgumentException("Invalid parameters of a covariance, must be [1," + (1 << 28)
                    + ") of the network's " + parameterCount + ", received " + parameters.size() + " up to index "
                    + parameters.end() + "; leave layers out");
        }
        this.parameters = parameters;
        this.parameterCount = parameterCount;
        this.type = type;
        this.weights = weights;
        this.form = form;
        this.expectedSamples = expectedSamples;
        this.content = content;
    }

    static long expectedRows(ParameterRanges parameters, Form form, long expectedSamples) {
        return form == Form.AUTOMATIC ? Math.min(parameters.size(), expectedSamples) : expectedSamples;
    }

    /** Returns the effective weight of the next sample, in (0,1]. */
    public double nextWeight() {
        content();
        return weights.next();
    }

    /** Accumulates a sample {@code d_t}, shape [p], finite; it is not written to. */
    public void add(INDArray difference) {
        checkLength(difference);
        double kappa = weights.next();
        content().decay(1 - kappa);
        if (form == Form.AUTOMATIC
                && content instanceof FactoredForm
                && ((FactoredForm) content).rows().size() == parameters.size()) {
            content = DenseForm.of((FactoredForm) content, parameters, type);
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

    /** Returns a copy of the weights: how the samples so far were weighted, and the next ones will be. */
    public SmoothingWeights weights() {
        return weights.copy();
    }

    @Override
    public Form currentForm() {
        return content() instanceof DenseForm ? Form.DENSE : Form.FACTORED;
    }

    @Override
    public double entry(long i, long j) {
        CovarianceForm current = content();
        int a = position(i);
        int b = position(j);
        return a < 0 || b < 0 ? 0 : current.entry(a, b);
    }

    @Override
    public INDArray diagonal() {
        return flat(content().diagonal());
    }

    @Override
    public INDArray row(long i) {
        CovarianceForm current = content();
        int position = position(i);
        return flat(position < 0 ? new double[parameters.size()] : current.row(position));
    }

    @Override
    public INDArray times(INDArray vector) {
        CovarianceForm current = content();
        checkLength(vector);
        return flat(current.times(parameters.gather(vector)));
    }

    @Override
    public double trace() {
        return Arrays.stream(content().diagonal()).sum();
    }

    @Override
    public double correlation(long i, long j) {
        return correlation(new long[] {i, j}).getDouble(0, 1);
    }

    @Override
    public INDArray correlation(long... indices) {
        CovarianceForm current = content();
        return Correlations.of(
                current, Arrays.stream(indices).mapToInt(this::position).toArray(), indices);
    }

    @Override
    public double[] eigenvalues() {
        CovarianceForm current = content();
        if (spectrum == null) {
            require(eigenBytes(0), "Computing the eigenvalues of the covariance");
            spectrum = current.eigenvalues();
        }
        return spectrum.clone();
    }

    @Override
    public Eigenpairs eigen(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Invalid number of eigenvalues, must be at least 1, received " + count);
        }
        int m = Math.min(count, parameters.size());
        require(
                eigenBytes(m) + (long) parameterCount * m * type.width(),
                "Computing " + m + " eigenvectors of the covariance");
        try (EigenBasis basis = content.eigenBasis(m)) {
            return StoredEigenpairs.of(basis, parameters, parameterCount, type);
        }
    }

    @Override
    public int rank() {
        double[] values = eigenvalues();
        double tolerance = values.length == 0 ? 0 : content.rankTolerance(values[0]);
        return (int) Arrays.stream(values).filter(value -> value > tolerance).count();
    }

    @Override
    public double[] conditionIndices() {
        double[] values = eigenvalues();
        double[] indices = new double[rank()];
        Arrays.setAll(indices, k -> Math.sqrt(values[0] / values[k]));
        return indices;
    }

    @Override
    public double ridge(double fraction) {
        if (!(fraction > 0 && fraction < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Invalid fraction of the mean variance, must be finite and above 0, received " + fraction);
        }
        return fraction * trace() / parameters.size();
    }

    @Override
    public INDArray conditionalVariance(double lambda) {
        checkRidge(lambda);
        if (lambda == 0) {
            return flat(new double[parameters.size()]);
        }
        require(
                CovarianceBytes.conditionalVariance(currentForm(), parameters.size(), rows()),
                "Computing the conditional variances");
        return flat(content.conditionalVariance(lambda));
    }

    @Override
    public BelsleyDiagnosis belsley(double lambda) {
        checkRidge(lambda);
        int n = parameters.size();
        require(eigenBytes(n), "Belsley's diagnosis");
        // for a covariance of 0 every ridge gives the same result
        return new EigenBelsleyDiagnosis(content.eigenBasis(n), this, lambda == 0 ? 1 : lambda);
    }

    /**
     * Merges the covariances of several sets of samples, over the same parameters and of one data type, form and schedule, which are
     * left unchanged: {@code sum_i n_i C_i / sum_i n_i} with {@code n_i} the samples of the i-th, plus the corrections.
     *
     * @throws IllegalArgumentException if the covariances do not match
     */
    public static CovarianceAccumulator merged(List<CovarianceAccumulator> parts, List<RankOne> corrections) {
        return CovarianceMerge.merged(parts, corrections);
    }

    /** Visits the stored numbers, array by array, as views which must not be written to and are valid until the next sample. */
    public void forEachArray(Consumer<INDArray> consumer) {
        content().forEachArray(consumer);
    }

    /** Returns the off-heap memory that is allocated. */
    public long bytes() {
        return content().bytes();
    }

    /** Copies everything, bit for bit. */
    public CovarianceAccumulator copy() {
        return new CovarianceAccumulator(
                parameters,
                parameterCount,
                type,
                weights.copy(),
                form,
                expectedSamples,
                content().copy());
    }

    @Override
    public boolean isClosed() {
        return content == null;
    }

    @Override
    public void close() {
        if (content != null) {
            content.release();
            content = null;
        }
    }

    CovarianceForm content() {
        if (content == null) {
            throw new IllegalStateException("This covariance has been closed; query it before");
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

    ParameterRanges parameters() {
        return parameters;
    }

    int parameterCount() {
        return parameterCount;
    }

    /** Returns the position of a parameter among the n; -1 if the covariance does not cover it. */
    int position(long index) {
        if (index < 0 || index >= parameterCount) {
            throw new IndexOutOfBoundsException(
                    "Invalid parameter, must be in [0," + parameterCount + "), received " + index);
        }
        return parameters.positionOf((int) index);
    }

    void checkLength(INDArray flat) {
        if (flat.length() != parameterCount) {
            throw new IllegalArgumentException(
                    "Invalid vector, must have " + parameterCount + " elements, received " + flat.length());
        }
    }

    private INDArray flat(double[] values) {
        INDArray vector = FlatArray.zeros(DataType.DOUBLE, parameterCount);
        parameters.scatter(values, 0, values.length, vector, 0);
        return vector;
    }

    private void checkRidge(double lambda) {
        boolean valid = lambda > 0 && lambda < Double.POSITIVE_INFINITY || lambda == 0 && trace() == 0;
        if (!valid) {
            throw new IllegalArgumentException(
                    "Invalid ridge, must be finite and above 0, received " + lambda + "; use ridge(DEFAULT_RIDGE)");
        }
    }

    private long eigenBytes(int vectors) {
        return CovarianceBytes.eigen(currentForm(), parameters.size(), rows(), vectors);
    }

    /** Returns the number of differences that the factored form holds: a sample of weight 1 replaces those before it. */
    private int rows() {
        return content instanceof FactoredForm ? ((FactoredForm) content).rows().size() : 0;
    }

    private static void require(long bytes, String purpose) {
        OffHeapMemory.require(bytes, purpose, "keep fewer samples, or leave layers out");
    }
}
