package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;

/** Saves and restores a {@link CovarianceAccumulator}, bit for bit and without passing its numbers through the heap. */
public final class CovarianceStorage {

    private static final String DENSE = "dense";
    private static final String FACTORED = "factored";

    private CovarianceStorage() {}

    /** Saves a covariance, which must not change meanwhile; returns what is to be saved with the arrays. */
    public static CovarianceData save(CovarianceAccumulator covariance, ArraySink arrays) throws IOException {
        CovarianceData data = new CovarianceData();
        data.form = covariance.content() instanceof DenseForm ? DENSE : FACTORED;
        data.expectedSamples = covariance.expectedSamples();
        data.weights = covariance.weights().data();
        covariance.content().save(data, arrays);
        return data;
    }

    /**
     * Restores a covariance; the caller closes it.
     *
     * @param parameters the n parameters that it is of
     * @param form       the form that the listener's options name
     * @throws IllegalArgumentException if the data do not describe such a covariance
     * @throws IllegalStateException    if there is not enough memory
     */
    public static CovarianceAccumulator restore(
            CovarianceData data,
            StrictJson json,
            String at,
            ArraySource arrays,
            ParameterRanges parameters,
            int parameterCount,
            DataType type,
            SmoothingSchedule schedule,
            Form form)
            throws IOException {
        boolean dense = DENSE.equals(json.required(at + ".form", data.form));
        json.check(
                dense ? form != Form.FACTORED : FACTORED.equals(data.form) && form != Form.DENSE,
                at + ".form",
                "expected " + (form == Form.AUTOMATIC ? "dense or factored" : form) + ", found " + data.form);
        long expected = json.atLeastZero(at + ".expectedSamples", data.expectedSamples);
        SmoothingWeights weights = SmoothingWeights.of(data.weights, schedule, json, at + ".weights");
        int rows = json.atLeastZero(at + ".rows", data.rows);
        int n = parameters.size();
        // a dense covariance buffers fewer rows than make a block, and an automatic one turns dense with row n + 1
        boolean tooMany = dense ? rows >= DenseForm.block(n, type) : form == Form.AUTOMATIC && rows > n;
        json.check(!tooMany, at + ".rows", "expected fewer differences, found " + rows);
        long expectedRows = CovarianceAccumulator.expectedRows(parameters, form, expected);
        OffHeapMemory.require(
                dense ? DenseForm.bytes(n, type) : DifferenceRows.bytes(n, type, expectedRows, rows),
                "Loading the full covariance of " + weights.samples() + " samples over " + n + " parameters",
                "free other memory, save without the covariance by closing the listener before, or raise the limit,"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes");
        double scale = json.finite(at + ".scale", data.scale);
        json.check(scale > 0, at + ".scale", "expected a number above 0, found " + scale);
        RowWeights rowWeights = RowWeights.restored(rows, scale, arrays);
        double factor = dense ? json.finite(at + ".factor", data.factor) : 0;
        json.check(factor >= 0, at + ".factor", "expected a number of at least 0, found " + factor);
        CovarianceForm content = dense
                ? DenseForm.restored(parameters, type, factor, rowWeights, arrays)
                : FactoredForm.restored(parameters, type, expectedRows, rowWeights, arrays);
        return new CovarianceAccumulator(parameters, parameterCount, type, weights, form, expected, content);
    }
}
