package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;

/** What the pictures drawn by hand have in common: fonts, placed text, borders, and areas coloured pixel by pixel. */
final class Drawing {

    static final Font TITLE = new Font(Picture.FONT, Font.BOLD, 18);
    static final Font PANEL = new Font(Picture.FONT, Font.BOLD, 16);
    static final Font AXIS = new Font(Picture.FONT, Font.PLAIN, 16);
    static final Font LABEL = new Font(Picture.FONT, Font.PLAIN, 14);

    /** Length of a tick mark. */
    static final int TICK = 6;

    private Drawing() {}

    /** Text with its middle at {@code x}; in a smaller font where it would be wider than {@code width}. */
    static void centred(Graphics2D graphics, String text, double x, double baseline, double width) {
        Font before = graphics.getFont();
        int needed = graphics.getFontMetrics().stringWidth(text);
        if (needed > width) {
            graphics.setFont(before.deriveFont((float) (before.getSize2D() * width / needed)));
        }
        centred(graphics, text, x, baseline);
        graphics.setFont(before);
    }

    static void centred(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    static void leftOf(Graphics2D graphics, String text, double x, double baseline) {
        graphics.drawString(text, (float) (x - graphics.getFontMetrics().stringWidth(text)), (float) baseline);
    }

    static void upwards(Graphics2D graphics, String text, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        centred(graphics, text, 0, 0);
        graphics.setTransform(before);
    }

    static void border(Graphics2D graphics, Rectangle area) {
        graphics.setColor(Color.DARK_GRAY);
        graphics.setStroke(new BasicStroke(1f));
        graphics.draw(area);
        graphics.setColor(Color.BLACK);
    }

    /**
     * Colours each pixel of an area, as the PNG has them. One image and not a shape per cell, so that cells have no light seams
     * between them and an SVG stays small however many there are.
     *
     * @param colour of a pixel, from its column and its row, both counted from the upper left corner
     */
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
    }
}
