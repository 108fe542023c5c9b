package org.dl4jfreeze.examples.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.report.ReorderingResults;

/** Draws the figures that are not in the paper, each as PNG and SVG to the path of its file name. */
public final class Figures {

    private Figures() {}

    /** Draws test loss and accuracy against fraction frozen, under fixed and re-ordered masks and with nothing frozen. */
    public static void reordering(ReorderingResults results, String name, Function<String, Path> file)
            throws IOException {
        new ReorderingPicture(results).write(name, file);
    }

    /** Draws a full covariance: {@code spectrum}, {@code layers} (shares of the trace) and {@code correlation}. */
    public static void covariance(CovarianceFindings findings, Function<String, Path> file) throws IOException {
        new SpectrumPicture(findings).write("spectrum", file);
        new LayersPicture(findings).write("layers", file);
        new CorrelationPicture(findings).write("correlation", file);
    }
}
