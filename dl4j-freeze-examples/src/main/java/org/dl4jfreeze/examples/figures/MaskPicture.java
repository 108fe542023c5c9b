package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.Results;

/**
 * The averaged mask alpha-hat as a heat map, one panel per order: across the fraction frozen, upwards the index of the
 * parameter, and the colour says in which part of the runs that parameter is still trained.
 *
 * <p>Drawn by hand, because a chart library's heat map labels every row.
 */
final class MaskPicture extends Picture {

    private static final int PANEL_WIDTH = 430;
    private static final int HEIGHT = 620;
    private static final int LEFT = 95;
    private static final int TOP = 90;
    private static final int BOTTOM = 80;
    private static final int SCALE_SPACE = 150;
    private static final int TICK = 6;
    private static final Font TITLE = new Font(FONT, Font.BOLD, 18);
    private static final Font AXIS = new Font(FONT, Font.PLAIN, 16);
    private static final Font LABEL = new Font(FONT, Font.PLAIN, 14);

    private final Results results;

    MaskPicture(Results results) {
        super(results.settings().orders().size() * PANEL_WIDTH + SCALE_SPACE, HEIGHT);
        this.results = results;
    }

    @Override
    void paint(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(TITLE);
        centred(
                graphics,
                results.experiment().title() + ": averaged mask alpha-hat over "
                        + results.runs().size() + (results.runs().size() == 1 ? " run" : " runs"),
                width() / 2.0,
                32);
        List<String> orders = results.settings().orders();
        for (int i = 0; i < orders.size(); i++) {
            Rectangle area = new Rectangle(i * PANEL_WIDTH + LEFT, TOP, PANEL_WIDTH - LEFT - 25, HEIGHT - TOP - BOTTOM);
            panel(graphics, area, orders.get(i));
        }
        int x = orders.size() * PANEL_WIDTH + 25;
        colourScale(graphics, new Rectangle(x, TOP, 26, HEIGHT - TOP - BOTTOM));
    }

    private void panel(Graphics2D graphics, Rectangle area, String order) {
        graphics.setFont(AXIS);
        graphics.setColor(Color.BLACK);
        centred(graphics, OrderLook.of(order).title(), area.getCenterX(), area.y - 14.0);
        centred(graphics, "fraction of parameters frozen", area.getCenterX(), area.getMaxY() + 56);
        upwards(graphics, "parameter index", area.x - 62.0, area.getCenterY());
        cells(graphics, area, results.groups(order));
        border(graphics, area);
        fractionTicks(graphics, area);
        indexTicks(graphics, area);
    }

    /**
     * One column per fraction, all of the same width; equal neighbours in a column are drawn as one rectangle. Each reaches
     * to the right border, and up into the next one, where later cells cover it: so there are no light seams.
     */
    private void cells(Graphics2D graphics, Rectangle area, List<Group> groups) {
        double columnWidth = area.getWidth() / groups.size();
        for (int column = 0; column < groups.size(); column++) {
            double[] mask = groups.get(column).averagedMask();
            double rowHeight = area.getHeight() / mask.length;
            for (int from = 0; from < mask.length; ) {
                int to = from + 1;
                while (to < mask.length && mask[to] == mask[from]) {
                    to++;
                }
                graphics.setColor(Palette.scale(mask[from]));
                double x = area.x + column * columnWidth;
                double top = Math.max(area.y, area.getMaxY() - (to + 0.5) * rowHeight);
                double bottom = area.getMaxY() - from * rowHeight;
                graphics.fill(new Rectangle2D.Double(x, top, area.getMaxX() - x, bottom - top));
                from = to;
            }
        }
    }

    private void fractionTicks(Graphics2D graphics, Rectangle area) {
        List<Double> fractions = results.settings().fractions();
        double columnWidth = area.getWidth() / fractions.size();
        int every = (int) Math.max(1, Math.ceil(38 / columnWidth));
        graphics.setFont(LABEL);
        for (int i = 0; i < fractions.size(); i++) {
            double x = area.x + (i + 0.5) * columnWidth;
            graphics.draw(new Line2D.Double(x, area.getMaxY(), x, area.getMaxY() + TICK));
            if (i % every == 0) {
                centred(graphics, Ticks.label(fractions.get(i)), x, area.getMaxY() + 24);
            }
        }
    }

    private void indexTicks(Graphics2D graphics, Rectangle area) {
        int parameters = results.parameters();
        double rowHeight = area.getHeight() / parameters;
        int step = Ticks.step(parameters, 7);
        graphics.setFont(LABEL);
        for (int index = 0; index < parameters; index += step) {
            double y = area.getMaxY() - (index + 0.5) * rowHeight;
            graphics.draw(new Line2D.Double(area.x - TICK, y, area.x, y));
            leftOf(graphics, String.valueOf(index), area.x - TICK - 4.0, y + 5);
        }
    }

    private static void colourScale(Graphics2D graphics, Rectangle area) {
        for (int i = 0; i < area.height; i++) {
            graphics.setColor(Palette.scale(1 - (i + 0.5) / area.height));
            double y = area.y + (double) i;
            graphics.fill(new Rectangle2D.Double(area.x, y, area.width, area.getMaxY() - y));
        }
        border(graphics, area);
        graphics.setFont(LABEL);
        for (int i = 0; i <= 4; i++) {
            double y = area.getMaxY() - i * area.getHeight() / 4;
            graphics.draw(new Line2D.Double(area.getMaxX(), y, area.getMaxX() + TICK, y));
            graphics.drawString(Ticks.label(i / 4.0), (float) area.getMaxX() + TICK + 4, (float) y + 5);
        }
        graphics.setFont(AXIS);
        upwards(graphics, "part of the runs in which it is trained", area.getMaxX() + 72, area.getCenterY());
        graphics.setFont(LABEL);
        centred(graphics, "trained", area.getCenterX(), area.y - 14.0);
        centred(graphics, "frozen", area.getCenterX(), area.getMaxY() + 24);
    }

    private static void border(Graphics2D graphics, Rectangle area) {
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(1f));
        graphics.draw(area);
        graphics.setColor(Color.BLACK);
    }

    private static void centred(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    private static void leftOf(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text)), (float) baseline);
    }

    private static void upwards(Graphics2D graphics, String text, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        centred(graphics, text, 0, 0);
        graphics.setTransform(before);
    }

    /** Numbers on axes. */
    static final class Ticks {

        private Ticks() {}

        static String label(double value) {
            String text = String.format(Locale.ROOT, "%.3f", value);
            return text.replaceAll("\\.?0+$", "").isEmpty() ? "0" : text.replaceAll("\\.?0+$", "");
        }

        /** The smallest of 1, 2, 5, 10, 20, 50, ... that needs at most so many ticks. */
        static int step(int length, int ticks) {
            int step = 1;
            for (int[] factors = {2, 5, 10}; ; step *= 10) {
                if ((length - 1) / step < ticks) {
                    return step;
                }
                for (int factor : factors) {
                    if ((length - 1) / (step * factor) < ticks) {
                        return step * factor;
                    }
                }
            }
        }
    }
}
