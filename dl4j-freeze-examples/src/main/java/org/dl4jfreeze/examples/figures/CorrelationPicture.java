package org.dl4jfreeze.examples.figures;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.Map;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;

/** Correlations of the gradients of some parameters: blue below 0, white at 0, red above; the first one is at the upper left. */
final class CorrelationPicture extends Picture {

    private static final Rectangle MAP = new Rectangle(90, 80, 640, 640);

    private final CovarianceFindings findings;

    CorrelationPicture(CovarianceFindings findings) {
        super(MAP.x + MAP.width + 150, MAP.y + MAP.height + 80);
        this.findings = findings;
    }

    @Override
    void paint(Graphics2D graphics) {
        title(
                graphics,
                findings.settings().network().title() + ": correlations of the gradient in "
                        + findings.settings().shown().name(),
                findings.samples() + " samples");
        double[][] correlation = findings.correlation();
        int n = correlation.length;
        int pixels = MAP.width * PIXELS_PER_UNIT;
        Drawing.pixels(
                graphics,
                MAP,
                (x, y) -> Palette.BLUE_TO_RED.rgb((1 + correlation[y * n / pixels][x * n / pixels]) / 2));
        int from = findings.settings().shown().from();
        Map<Double, String> indices = Ticks.ofIndices(from, from + n, from);
        Drawing.left(graphics, MAP, indices, "parameter index");
        Drawing.below(graphics, MAP, indices, "parameter index");
        Drawing.colourScale(
                graphics,
                new Rectangle(MAP.x + MAP.width + 25, MAP.y, 26, MAP.height),
                Palette.BLUE_TO_RED,
                Map.of(0.0, "-1", 0.25, "-0.5", 0.5, "0", 0.75, "0.5", 1.0, "1"),
                "correlation");
    }
}
