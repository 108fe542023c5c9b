package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.report.NumberText;

/** Bars: the share of each block of parameters in the trace and in the number of parameters. XChart has no horizontal bars. */
final class LayersPicture extends Picture {

    private static final int WIDTH = 900;
    private static final int LEFT = 130;
    private static final int RIGHT = 110;
    private static final int TOP = 70;
    private static final int BAR = 20;
    private static final int ROW = 2 * BAR + 18;
    private static final Color SHARE = new Color(0x0072B2);
    private static final Color PART = new Color(0xBDBDBD);

    private final CovarianceFindings findings;
    private final List<ParameterRange> blocks;
    private final double bottom;

    LayersPicture(CovarianceFindings findings) {
        super(WIDTH, TOP + ROW * findings.settings().blocks().size() + 90);
        this.findings = findings;
        this.blocks = findings.settings().blocks();
        this.bottom = TOP + (double) ROW * blocks.size();
    }

    @Override
    void paint(Graphics2D graphics) {
        title(graphics, findings.settings().network().title() + ": where the variance of the gradient is", "");
        for (int percent = 0; percent <= 100; percent += 20) {
            double x = x(percent / 100.0);
            graphics.setColor(new Color(0xE0E0E0));
            graphics.draw(new Line2D.Double(x, TOP, x, bottom));
            graphics.setColor(Color.BLACK);
            Drawing.centred(graphics, Drawing.LABEL, percent + " %", x, bottom + 22, RIGHT);
        }
        double[] shares = findings.shares();
        for (int i = 0; i < shares.length; i++) {
            ParameterRange block = blocks.get(i);
            double top = TOP + (double) i * ROW + 9;
            graphics.setFont(Drawing.AXIS);
            Drawing.leftOf(graphics, block.name(), LEFT - 10.0, top + BAR + 5);
            bar(graphics, top, shares[i], SHARE);
            bar(graphics, top + BAR, (double) (block.to() - block.from()) / findings.parameters(), PART);
        }
        legend(graphics, LEFT, SHARE, "share of the trace");
        legend(graphics, LEFT + 240, PART, "part of all parameters");
    }

    private static double x(double part) {
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private static void bar(Graphics2D graphics, double top, double part, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(LEFT, top, x(part) - LEFT, BAR));
        graphics.setColor(Color.BLACK);
        graphics.setFont(Drawing.LABEL);
        graphics.drawString(NumberText.number(100 * part, 2) + " %", (float) x(part) + 6, (float) top + BAR - 5);
    }

    private void legend(Graphics2D graphics, int x, Color colour, String text) {
        graphics.setFont(Drawing.AXIS);
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(x, bottom + 48, 18, 18));
        graphics.setColor(Color.BLACK);
        graphics.drawString(text, x + 26f, (float) bottom + 62);
    }
}
