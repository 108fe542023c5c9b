package org.dl4jfreeze.internal.covariance;

import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;

/** Creates a covariance from several others. */
final class CovarianceMerge {

    private CovarianceMerge() {}

    static CovarianceAccumulator merged(List<CovarianceAccumulator> parts, List<RankOne> corrections) {
        CovarianceAccumulator first = parts.get(0);
        parts.forEach(part -> checkMatches(first, part));
        List<SmoothingWeights> weights =
                parts.stream().map(CovarianceAccumulator::weights).collect(Collectors.toList());
        long expected = expectedSamples(parts, corrections.size());
        CovarianceForm sum = emptyFor(parts, corrections.size(), expected);
        double samples =
                parts.stream().mapToLong(CovarianceAccumulator::samples).sum();
        for (CovarianceAccumulator part : parts) {
            if (part.samples() > 0) {
                sum.accumulate(part.content(), part.samples() / samples);
            }
        }
        for (RankOne correction : corrections) {
            first.checkLength(correction.vector);
            sum.accumulate(correction.vector, correction.weight);
        }
        return new CovarianceAccumulator(
                first.parameters(),
                first.parameterCount(),
                first.type(),
                SmoothingWeights.merged(weights),
                first.form(),
                expected,
                sum);
    }

    private static void checkMatches(CovarianceAccumulator first, CovarianceAccumulator part) {
        if (!part.parameters().equals(first.parameters())
                || part.parameterCount() != first.parameterCount()
                || part.type() != first.type()
                || part.form() != first.form()) {
            throw new IllegalArgumentException(
                    "Covariances must be over the same parameters and of one data type and form"
                            + " to be merged, received " + text(first) + " and " + text(part));
        }
    }

    private static String text(CovarianceAccumulator covariance) {
        return covariance.parameters().size() + " of " + covariance.parameterCount() + " parameters, "
                + covariance.type() + ", " + covariance.form();
    }

    private static CovarianceForm emptyFor(List<CovarianceAccumulator> parts, int further, long expected) {
        CovarianceAccumulator first = parts.get(0);
        boolean dense = first.form() == Form.DENSE
                || parts.stream().anyMatch(part -> part.content() instanceof DenseForm)
                || first.form() == Form.AUTOMATIC
                        && rows(parts) + further > first.parameters().size();
        return form(first.parameters(), first.type(), dense, first.form(), expected);
    }

    private static long rows(List<CovarianceAccumulator> parts) {
        return parts.stream()
                .map(CovarianceAccumulator::content)
                .filter(content -> content instanceof FactoredForm)
                .mapToLong(content -> ((FactoredForm) content).rows().size())
                .sum();
    }

    /** Returns the expected number of samples: that of the parts, or more if there are more already; 0 if theirs is unknown. */
    private static long expectedSamples(List<CovarianceAccumulator> parts, int further) {
        long expected = parts.get(0).expectedSamples();
        return expected == 0 ? 0 : Math.max(expected, rows(parts) + further);
    }

    private static CovarianceForm form(
            ParameterRanges parameters, DataType type, boolean dense, Form form, long expectedSamples) {
        return dense
                ? new DenseForm(parameters, type)
                : new FactoredForm(
                        parameters, type, CovarianceAccumulator.expectedRows(parameters, form, expectedSamples));
    }
}
