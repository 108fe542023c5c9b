package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** An upright bar of a palette's colours with ticks and a title at its right. */
final class ColourScale {

    private final String title;
    private final Map<Double, String> ticks;
    private final DoubleFunction<Color> palette;

    /** A scale with a label at each of some positions, from 0 (bottom) to 1 (top). */
    ColourScale(String title, Map<Double, String> ticks) {
        this(title, ticks, Palette::scale);
    }

    /** The same in the colours of a palette from 0 to 1. */
    ColourScale(String title, Map<Double, String> ticks, DoubleFunction<Color> palette) {
        this.title = title;
        this.palette = palette;
        this.ticks = new TreeMap<>(ticks);
    }

    void paint(Graphics2D graphics, Rectangle area) {
        double pixels = (double) area.height * Picture.PIXELS_PER_UNIT;
        Drawing.pixels(
                graphics, area, (x, y) -> palette.apply(1 - (y + 0.5) / pixels).getRGB());
        Drawing.border(graphics, area);
        graphics.setFont(Drawing.LABEL);
        int widest = 0;
        for (Map.Entry<Double, String> tick : ticks.entrySet()) {
            double y = area.getMaxY() - tick.getKey() * area.getHeight();
            graphics.draw(new Line2D.Double(area.getMaxX(), y, area.getMaxX() + Drawing.TICK, y));
            graphics.drawString(tick.getValue(), (float) area.getMaxX() + Drawing.TICK + 4, (float) y + 5);
            widest = Math.max(widest, graphics.getFontMetrics().stringWidth(tick.getValue()));
        }
        graphics.setFont(Drawing.AXIS);
        Drawing.upwards(graphics, title, area.getMaxX() + Drawing.TICK + 28 + widest, area.getCenterY());
    }
}
