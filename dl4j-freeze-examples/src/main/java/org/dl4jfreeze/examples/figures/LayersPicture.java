package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** Bars: which share of the trace each block of parameters has, and beside it which part of all parameters it is. */
final class LayersPicture extends Picture {

    private static final int WIDTH = 900;
    private static final int LEFT = 130;
    private static final int RIGHT = 110;
    private static final int TOP = 70;
    private static final int BAR = 20;
    private static final int ROW = 2 * BAR + 18;
    private static final int BELOW = 90;
    private static final Color SHARE = new Color(0x0072B2);
    private static final Color PART = new Color(0xBDBDBD);

    private final CovarianceFindings findings;
    private final List<ParameterRange> blocks;

    LayersPicture(CovarianceFindings findings) {
        super(WIDTH, TOP + ROW * findings.settings().blocks().size() + BELOW);
        this.findings = findings;
        this.blocks = findings.settings().blocks();
    }

    @Override
    void paint(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(Drawing.TITLE);
        String title = findings.settings().network().title() + ": where the variance of the gradient is";
        Drawing.centred(graphics, title, width() / 2.0, 32, width() - 20.0);
        grid(graphics);
        double[] shares = findings.shares();
        for (int i = 0; i < shares.length; i++) {
            ParameterRange block = blocks.get(i);
            double top = TOP + (double) i * ROW + 9;
            graphics.setFont(Drawing.AXIS);
            Drawing.leftOf(graphics, block.name(), LEFT - 10.0, top + BAR + 5);
            bar(graphics, top, shares[i], SHARE);
            bar(graphics, top + BAR, (double) (block.to() - block.from()) / findings.parameters(), PART);
        }
        legend(graphics, TOP + ROW * shares.length + 62);
    }

    private static double x(double part) {
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private void grid(Graphics2D graphics) {
        double bottom = TOP + (double) ROW * blocks.size();
        graphics.setFont(Drawing.LABEL);
        for (int percent = 0; percent <= 100; percent += 20) {
            double x = x(percent / 100.0);
            graphics.setColor(new Color(0xE0E0E0));
            graphics.draw(new Line2D.Double(x, TOP, x, bottom));
            graphics.setColor(Color.BLACK);
            Drawing.centred(graphics, percent + " %", x, bottom + 22);
        }
    }

    private static void bar(Graphics2D graphics, double top, double part, Color colour) {
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(LEFT, top, x(part) - LEFT, BAR));
        graphics.setColor(Color.BLACK);
        graphics.setFont(Drawing.LABEL);
        graphics.drawString(
                String.format(Locale.ROOT, "%.2f %%", 100 * part), (float) x(part) + 6, (float) top + BAR - 5);
    }

    private static void legend(Graphics2D graphics, int y) {
        graphics.setFont(Drawing.AXIS);
        Color[] colours = {SHARE, PART};
        String[] texts = {"share of the trace", "part of all parameters"};
        for (int i = 0; i < texts.length; i++) {
            int x = LEFT + 240 * i;
            graphics.setColor(colours[i]);
            graphics.fillRect(x, y - 14, 18, 18);
            graphics.setColor(Color.BLACK);
            graphics.drawString(texts[i], x + 26, y);
        }
    }
}
