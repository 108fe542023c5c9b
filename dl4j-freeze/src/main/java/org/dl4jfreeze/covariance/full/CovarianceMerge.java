package org.dl4jfreeze.covariance.full;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dl4jfreeze.covariance.SmoothingWeights;
import org.dl4jfreeze.covariance.full.FullCovariance.Form;
import org.nd4j.linalg.api.ndarray.INDArray;

/** New covariances out of what there is: several, or saved parts of one. */
final class CovarianceMerge {

    private CovarianceMerge() {}

    static FullCovariance merged(List<FullCovariance> parts, List<RankOne> corrections) {
        FullCovariance first = parts.get(0);
        parts.forEach(part -> checkFits(first, part));
        List<SmoothingWeights> weights =
                parts.stream().map(FullCovariance::weights).collect(Collectors.toList());
        CovarianceForm sum = emptyFor(parts, corrections.size());
        double samples = parts.stream().mapToLong(FullCovariance::samples).sum();
        for (FullCovariance part : parts) {
            if (part.samples() > 0) {
                sum.accumulate(part.content(), part.samples() / samples);
            }
        }
        for (RankOne correction : corrections) {
            sum.accumulate(correction.vector, correction.weight);
        }
        return new FullCovariance(
                first.segments(),
                first.type(),
                SmoothingWeights.merged(weights),
                first.form(),
                first.expectedSamples(),
                sum);
    }

    private static void checkFits(FullCovariance first, FullCovariance part) {
        if (!part.segments().equals(first.segments()) || part.type() != first.type() || part.form() != first.form()) {
            throw new IllegalArgumentException(
                    "Covariances must be over the same parameters and of one data type and form"
                            + " to be merged, received " + text(first) + " and " + text(part));
        }
    }

    private static String text(FullCovariance covariance) {
        return covariance.segments().count() + " of " + covariance.segments().parameters() + " parameters, "
                + covariance.type() + ", " + covariance.form();
    }

    private static CovarianceForm emptyFor(List<FullCovariance> parts, int further) {
        FullCovariance first = parts.get(0);
        long rows = further;
        boolean dense = first.form() == Form.DENSE;
        for (FullCovariance part : parts) {
            if (part.content() instanceof FactoredForm) {
                rows += ((FactoredForm) part.content()).rows().size();
            } else {
                dense = true;
            }
        }
        dense |= first.form() == Form.AUTOMATIC && rows > first.segments().count();
        return dense
                ? new DenseForm(first.segments(), first.type())
                : new FactoredForm(first.segments(), first.type(), expectedRows(first, rows));
    }

    private static long expectedRows(FullCovariance first, long rows) {
        return Math.max(rows, FullCovariance.expectedRows(first.segments(), first.form(), first.expectedSamples()));
    }

    static FullCovariance restored(CovarianceContent content, Supplier<INDArray> parts) {
        CovarianceForm form;
        if (content.rowWeights == null) {
            DenseForm dense = new DenseForm(content.segments, content.type);
            for (int i = 0; i < content.parts(); i++) {
                dense.assign(i, parts.get());
            }
            form = dense;
        } else {
            long expected = FullCovariance.expectedRows(content.segments, content.form, content.expectedSamples);
            FactoredForm factored =
                    new FactoredForm(content.segments, content.type, Math.max(content.rowWeights.length, expected));
            for (int i = 0; i < content.parts(); i++) {
                factored.append(parts.get(), content.rowWeights);
            }
            form = factored;
        }
        return new FullCovariance(
                content.segments, content.type, content.weights.copy(), content.form, content.expectedSamples, form);
    }
}
