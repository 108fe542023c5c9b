package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;

/**
 * Draws text, ticks and heat maps. XChart's heat map draws a rectangle per cell, which leaves light seams between cells and makes
 * an SVG of 32 MB for 500 x 500 cells; it labels uneven rows, and only the ends of its colour scale.
 */
final class Drawing {

    static final Font TITLE = new Font(Picture.FONT, Font.BOLD, 18);
    static final Font PANEL = new Font(Picture.FONT, Font.BOLD, 16);
    static final Font AXIS = new Font(Picture.FONT, Font.PLAIN, 16);
    static final Font LABEL = new Font(Picture.FONT, Font.PLAIN, 14);

    private static final int TICK = 6;

    private Drawing() {}

    /** Draws text with its middle at {@code x}; in a smaller font where it would be wider than {@code width}. */
    static void centred(Graphics2D graphics, Font font, String text, double x, double baseline, double width) {
        graphics.setFont(font);
        int needed = graphics.getFontMetrics().stringWidth(text);
        if (needed > width) {
            graphics.setFont(font.deriveFont((float) (font.getSize2D() * width / needed)));
        }
        centred(graphics, text, x, baseline);
    }

    private static void centred(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    static void leftOf(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text)), (float) baseline);
    }

    static void upwards(Graphics2D graphics, Font font, String text, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.setFont(font);
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        centred(graphics, text, 0, 0);
        graphics.setTransform(before);
    }

    /** Draws labels below an area, at positions from 0 (left) to 1 (right); the axis title below them. */
    static void below(Graphics2D graphics, Rectangle area, Map<Double, String> ticks, String title) {
        graphics.setFont(LABEL);
        ticks.forEach((position, label) -> {
            double x = area.x + position * area.width;
            graphics.draw(new Line2D.Double(x, area.getMaxY(), x, area.getMaxY() + TICK));
            centred(graphics, label, x, area.getMaxY() + 24);
        });
        centred(graphics, AXIS, title, area.getCenterX(), area.getMaxY() + 51, area.width);
    }

    /** Draws labels left of an area, at positions from 0 (top) to 1 (bottom); the axis title left of them. */
    static void left(Graphics2D graphics, Rectangle area, Map<Double, String> ticks, String title) {
        graphics.setFont(LABEL);
        ticks.forEach((position, label) -> {
            double y = area.y + position * area.height;
            graphics.draw(new Line2D.Double(area.x - (double) TICK, y, area.x, y));
            leftOf(graphics, label, area.x - TICK - 4.0, y + 5);
        });
        upwards(graphics, AXIS, title, area.x - 64.0, area.getCenterY());
    }

    /** Draws an upright bar of a palette's colours with a title and labels, at positions from 0 (bottom) to 1 (top). */
    static void colourScale(
            Graphics2D graphics, Rectangle area, Palette palette, Map<Double, String> ticks, String title) {
        double pixels = (double) area.height * Picture.PIXELS_PER_UNIT;
        pixels(graphics, area, (x, y) -> palette.rgb(1 - (y + 0.5) / pixels));
        graphics.setFont(LABEL);
        int widest = 0;
        // sorted, because the order of Map.of differs between processes, and so would the SVG
        for (Map.Entry<Double, String> tick : new TreeMap<>(ticks).entrySet()) {
            double y = area.getMaxY() - tick.getKey() * area.getHeight();
            graphics.draw(new Line2D.Double(area.getMaxX(), y, area.getMaxX() + TICK, y));
            graphics.drawString(tick.getValue(), (float) area.getMaxX() + TICK + 4, (float) y + 5);
            widest = Math.max(widest, graphics.getFontMetrics().stringWidth(tick.getValue()));
        }
        upwards(graphics, AXIS, title, area.getMaxX() + TICK + 28 + widest, area.getCenterY());
    }

    /** Colours each pixel of an area by its column and row from the upper left, as the PNG has them, and draws its border. */
    static void pixels(Graphics2D graphics, Rectangle area, IntBinaryOperator colour) {
        BufferedImage image = new BufferedImage(
                area.width * Picture.PIXELS_PER_UNIT,
                area.height * Picture.PIXELS_PER_UNIT,
                BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        graphics.drawImage(image, area.x, area.y, area.width, area.height, null);
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(1f));
        graphics.draw(area);
        graphics.setColor(Color.BLACK);
    }
}
