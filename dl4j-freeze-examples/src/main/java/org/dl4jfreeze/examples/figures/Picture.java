package org.dl4jfreeze.examples.figures;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** A drawing of a given size that can be written as PNG (two pixels per unit) and as SVG. */
abstract class Picture {

    /** Logical font, so that it exists on every machine. */
    static final String FONT = Font.SANS_SERIF;

    /** Pixels of a PNG along each unit of a drawing. */
    static final int PIXELS_PER_UNIT = 2;

    private final int width;
    private final int height;

    Picture(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Draws everything; the background is white already. */
    abstract void paint(Graphics2D graphics);

    final void title(Graphics2D graphics, String title, String subtitle) {
        graphics.setColor(Color.BLACK);
        Drawing.centred(graphics, Drawing.TITLE, title, width / 2.0, 32, width - 20.0);
        Drawing.centred(graphics, Drawing.AXIS, subtitle, width / 2.0, 58, width - 20.0);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Writes {@code name.png} and {@code name.svg} to the paths of these names. */
    final void write(String name, Function<String, Path> file) throws IOException {
        writePng(file.apply(name + ".png"));
        writeSvg(file.apply(name + ".svg"));
    }

    private void writePng(Path file) throws IOException {
        BufferedImage image =
                new BufferedImage(width * PIXELS_PER_UNIT, height * PIXELS_PER_UNIT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        paintOnWhite(graphics);
        graphics.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("This Java has no writer for PNG images");
        }
    }

    private void writeSvg(Path file) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paintOnWhite(graphics);
        try (OutputStream out = Files.newOutputStream(file)) {
            new SVGProcessor()
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, width, height))
                    .writeTo(out);
        }
    }

    private void paintOnWhite(Graphics2D graphics) {
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        paint(graphics);
    }
}
