package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.Results;

/**
 * The averaged mask alpha-hat as heat maps, two per order: across the fraction frozen, upwards the index of the parameter,
 * and the colour says in which part of the runs that parameter is still trained. The upper map of an order shows all
 * parameters, the lower one the stretch that the experiment enlarges.
 *
 * <p>Drawn by hand, because a chart library's heat map labels every row. Where there are more parameters than pixels, a
 * pixel shows their mean.
 */
final class MaskPicture extends Picture {

    private static final int MAX_COLUMNS = 4;
    private static final int WIDE = 430;
    private static final int NARROW = 350;
    private static final int LEFT = 95;
    private static final int RIGHT = 25;
    private static final int TOP = 50;
    private static final int PANEL_TITLE = 54;
    private static final int BELOW_AXIS = 80;
    private static final int ALL_HEIGHT = 420;
    private static final int ZOOM_HEIGHT = 260;
    private static final int BLOCK_HEIGHT = 2 * PANEL_TITLE + ALL_HEIGHT + ZOOM_HEIGHT + 2 * BELOW_AXIS;
    private static final int SCALE_SPACE = 150;

    private final Results results;
    private final ParameterRange all;
    private final ParameterRange zoom;
    private final int columns;
    private final int panelWidth;

    MaskPicture(Results results) {
        super(
                columns(results) * panelWidth(results) + SCALE_SPACE,
                TOP + BLOCK_HEIGHT * blocks(results.settings().orders().size()));
        this.results = results;
        this.columns = columns(results);
        this.panelWidth = panelWidth(results);
        this.all = new ParameterRange("all parameters", 0, results.parameters());
        this.zoom = results.experiment().zoom();
        if (zoom.from() < 0 || zoom.from() >= zoom.to() || zoom.to() > results.parameters()) {
            throw new IllegalArgumentException("Invalid stretch to enlarge, [" + zoom.from() + "," + zoom.to()
                    + "), must be within [0," + results.parameters()
                    + ") and not empty; correct zoom() of the experiment "
                    + results.experiment().name());
        }
    }

    private static int blocks(int orders) {
        return (orders + MAX_COLUMNS - 1) / MAX_COLUMNS;
    }

    /** As many as make the blocks equally wide: five orders are three and two, not four and one. */
    private static int columns(Results results) {
        int orders = results.settings().orders().size();
        int blocks = blocks(orders);
        return (orders + blocks - 1) / blocks;
    }

    private static int panelWidth(Results results) {
        return columns(results) <= 2 ? WIDE : NARROW;
    }

    @Override
    void paint(Graphics2D graphics) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(Drawing.TITLE);
        String title = results.title() + ": averaged mask alpha-hat over "
                + results.runs().size() + (results.runs().size() == 1 ? " run" : " runs");
        Drawing.centred(graphics, title, width() / 2.0, 32, width() - 20.0);
        List<String> orders = results.settings().orders();
        for (int i = 0; i < orders.size(); i++) {
            order(graphics, i, orders);
        }
        colourScale(graphics, new Rectangle(columns * panelWidth + 25, TOP + PANEL_TITLE, 26, ALL_HEIGHT));
    }

    /** Letters run along the rows: with two orders, a and b show all parameters, c and d the stretch. */
    private void order(Graphics2D graphics, int index, List<String> orders) {
        int column = index % columns;
        int first = index - column;
        int inBlock = Math.min(columns, orders.size() - first);
        char letter = (char) ('a' + 2 * first + column);
        int top = TOP + BLOCK_HEIGHT * (index / columns) + PANEL_TITLE;
        int x = column * panelWidth + LEFT;
        int width = panelWidth - LEFT - RIGHT;

        Rectangle upper = new Rectangle(x, top, width, ALL_HEIGHT);
        List<Group> groups = results.groups(orders.get(index));
        String[] title = OrderLook.of(orders.get(index)).title().split(" (?=\\()", 2);
        panel(graphics, upper, all, groups);
        panelTitle(graphics, upper, letter + ") " + title[0], title.length > 1 ? title[1] : "");

        Rectangle lower = new Rectangle(x, top + ALL_HEIGHT + BELOW_AXIS + PANEL_TITLE, width, ZOOM_HEIGHT);
        panel(graphics, lower, zoom, groups);
        panelTitle(graphics, lower, (char) (letter + inBlock) + ") " + title[0], zoom.name());
    }

    private void panelTitle(Graphics2D graphics, Rectangle area, String title, String subtitle) {
        graphics.setFont(Drawing.PANEL);
        Drawing.centred(graphics, title, area.getCenterX(), area.y - 30.0, panelWidth - 40.0);
        graphics.setFont(Drawing.LABEL);
        Drawing.centred(graphics, subtitle, area.getCenterX(), area.y - 11.0, panelWidth - 40.0);
    }

    private void panel(Graphics2D graphics, Rectangle area, ParameterRange range, List<Group> groups) {
        graphics.setFont(Drawing.AXIS);
        Drawing.centred(graphics, "fraction of parameters frozen", area.getCenterX(), area.getMaxY() + 50);
        Drawing.upwards(graphics, "parameter index", area.x - 62.0, area.getCenterY());
        cells(graphics, area, range, groups);
        Drawing.border(graphics, area);
        fractionTicks(graphics, area);
        indexTicks(graphics, area, range);
    }

    /** One column per fraction, all of the same width. */
    private static void cells(Graphics2D graphics, Rectangle area, ParameterRange range, List<Group> groups) {
        int pixelColumns = area.width * PIXELS_PER_UNIT;
        int pixelRows = area.height * PIXELS_PER_UNIT;
        int[][] colours = new int[groups.size()][pixelRows];
        for (int column = 0; column < colours.length; column++) {
            double[] mask = groups.get(column).averagedMask();
            for (int row = 0; row < pixelRows; row++) {
                double value = mean(mask, range, pixelRows - 1 - row, pixelRows);
                colours[column][row] = Palette.scale(value).getRGB();
            }
        }
        Drawing.pixels(graphics, area, (x, y) -> colours[x * colours.length / pixelColumns][y]);
    }

    /**
     * What a pixel shows, counted from below: the parameter at its middle or, where a pixel is higher than a parameter, the
     * mean of all those that it covers, each by the part that it covers.
     */
    static double mean(double[] mask, ParameterRange range, int pixel, int pixels) {
        double height = (double) (range.to() - range.from()) / pixels;
        if (height <= 1) {
            return mask[range.from() + (int) ((pixel + 0.5) * height)];
        }
        double bottom = range.from() + pixel * height;
        double top = Math.min(range.to(), bottom + height);
        double sum = 0;
        for (int i = (int) bottom; i < top; i++) {
            sum += mask[i] * (Math.min(top, i + 1.0) - Math.max(bottom, i));
        }
        return sum / (top - bottom);
    }

    private void fractionTicks(Graphics2D graphics, Rectangle area) {
        List<Double> fractions = results.settings().fractions();
        double columnWidth = area.getWidth() / fractions.size();
        int every = (int) Math.max(1, Math.ceil(38 / columnWidth));
        graphics.setFont(Drawing.LABEL);
        for (int i = 0; i < fractions.size(); i++) {
            double x = area.x + (i + 0.5) * columnWidth;
            graphics.draw(new Line2D.Double(x, area.getMaxY(), x, area.getMaxY() + Drawing.TICK));
            if (i % every == 0) {
                Drawing.centred(graphics, Ticks.label(fractions.get(i)), x, area.getMaxY() + 24);
            }
        }
    }

    private static void indexTicks(Graphics2D graphics, Rectangle area, ParameterRange range) {
        int length = range.to() - range.from();
        double rowHeight = area.getHeight() / length;
        int step = Ticks.step(length, 7);
        graphics.setFont(Drawing.LABEL);
        for (int index = (range.from() + step - 1) / step * step; index < range.to(); index += step) {
            double y = area.getMaxY() - (index - range.from() + 0.5) * rowHeight;
            graphics.draw(new Line2D.Double(area.x - (double) Drawing.TICK, y, area.x, y));
            Drawing.leftOf(graphics, String.valueOf(index), area.x - Drawing.TICK - 4.0, y + 5);
        }
    }

    private static void colourScale(Graphics2D graphics, Rectangle area) {
        new ColourScale(
                        "part of the runs in which it is trained",
                        Map.of(0.0, "0", 0.25, "0.25", 0.5, "0.5", 0.75, "0.75", 1.0, "1"))
                .paint(graphics, area);
        graphics.setFont(Drawing.LABEL);
        Drawing.centred(graphics, "trained", area.getCenterX(), area.y - 14.0);
        Drawing.centred(graphics, "frozen", area.getCenterX(), area.getMaxY() + 24);
    }
}
