package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.Map;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;

/** Correlations of the gradients of some parameters: blue below 0, white at 0, red above. The first parameter is at the upper left. */
final class CorrelationPicture extends Picture {

    private static final int SIDE = 640;
    private static final int LEFT = 90;
    private static final int TOP = 80;

    private final CovarianceFindings findings;
    private final double[][] correlation;

    CorrelationPicture(CovarianceFindings findings) {
        super(LEFT + SIDE + 150, TOP + SIDE + 80);
        this.findings = findings;
        this.correlation = findings.correlation();
    }

    @Override
    void paint(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(Drawing.TITLE);
        String title = findings.settings().network().title() + ": correlations of the gradient in "
                + findings.settings().shown().name();
        Drawing.centred(graphics, title, width() / 2.0, 32, width() - 20.0);
        graphics.setFont(Drawing.AXIS);
        Drawing.centred(graphics, findings.samples() + " samples", width() / 2.0, 58);
        Rectangle area = new Rectangle(LEFT, TOP, SIDE, SIDE);
        int n = correlation.length;
        int pixels = SIDE * PIXELS_PER_UNIT;
        Drawing.pixels(
                graphics, area, (x, y) -> Palette.diverging((1 + correlation[y * n / pixels][x * n / pixels]) / 2)
                        .getRGB());
        Drawing.border(graphics, area);
        ticks(graphics, area);
        new ColourScale(
                        "correlation",
                        Map.of(0.0, "-1", 0.25, "-0.5", 0.5, "0", 0.75, "0.5", 1.0, "1"),
                        Palette::diverging)
                .paint(graphics, new Rectangle(LEFT + SIDE + 25, TOP, 26, SIDE));
    }

    /** Labelled with the index within the flat vector. */
    private void ticks(Graphics2D graphics, Rectangle area) {
        int from = findings.settings().shown().from();
        int n = correlation.length;
        int step = Ticks.step(n, 7);
        graphics.setFont(Drawing.LABEL);
        for (int i = 0; i < n; i += step) {
            double offset = (i + 0.5) * SIDE / n;
            double y = area.y + offset;
            double x = area.x + offset;
            graphics.draw(new Line2D.Double(area.x - (double) Drawing.TICK, y, area.x, y));
            graphics.draw(new Line2D.Double(x, area.getMaxY(), x, area.getMaxY() + Drawing.TICK));
            Drawing.leftOf(graphics, String.valueOf(from + i), area.x - Drawing.TICK - 4.0, y + 5);
            Drawing.centred(graphics, String.valueOf(from + i), x, area.getMaxY() + 24);
        }
        graphics.setFont(Drawing.AXIS);
        Drawing.centred(graphics, "parameter index", area.getCenterX(), area.getMaxY() + 52);
        Drawing.upwards(graphics, "parameter index", 24, area.getCenterY());
    }
}
