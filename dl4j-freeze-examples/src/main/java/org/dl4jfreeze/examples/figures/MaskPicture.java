package org.dl4jfreeze.examples.figures;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.Results;

/**
 * The averaged mask alpha-hat as heat maps, two per order: across the fraction frozen, upwards the index of the parameter,
 * and the colour is the fraction of runs in which that parameter is still trained. The upper map of an order shows all
 * parameters, the lower one the range that the experiment enlarges. Where there are more parameters than pixels, a pixel shows
 * their mean.
 */
final class MaskPicture extends Picture {

    private static final int MAX_COLUMNS = 4;
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
    private final ParameterRange zoom;

    MaskPicture(Results results) {
        super(
                columns(results) * panelWidth(results) + SCALE_SPACE,
                TOP + BLOCK_HEIGHT * blocks(results.settings().orders().size()));
        this.results = results;
        this.zoom = results.experiment().zoom();
        if (zoom.from() < 0 || zoom.from() >= zoom.to() || zoom.to() > results.parameters()) {
            throw new IllegalArgumentException("Invalid range to enlarge, [" + zoom.from() + "," + zoom.to()
                    + "), must be within [0," + results.parameters()
                    + ") and not empty; correct zoom() of the experiment "
                    + results.experiment().name());
        }
    }

    private static int blocks(int orders) {
        return (orders + MAX_COLUMNS - 1) / MAX_COLUMNS;
    }

    /** Makes the blocks equally wide: five orders are three and two, not four and one. */
    private static int columns(Results results) {
        int orders = results.settings().orders().size();
        int blocks = blocks(orders);
        return (orders + blocks - 1) / blocks;
    }

    private static int panelWidth(Results results) {
        return columns(results) <= 2 ? 430 : 350;
    }

    @Override
    void paint(Graphics2D graphics) {
        int runs = results.runs().size();
        title(
                graphics,
                results.title() + ": averaged mask alpha-hat over " + runs + (runs == 1 ? " run" : " runs"),
                "");
        for (int i = 0; i < results.settings().orders().size(); i++) {
            order(graphics, i, results.settings().orders());
        }
        Rectangle scale = new Rectangle(columns(results) * panelWidth(results) + 25, TOP + PANEL_TITLE, 26, ALL_HEIGHT);
        Drawing.colourScale(
                graphics,
                scale,
                Palette.VIRIDIS,
                Map.of(0.0, "0", 0.25, "0.25", 0.5, "0.5", 0.75, "0.75", 1.0, "1"),
                "fraction of runs in which it is trained");
        Drawing.centred(graphics, Drawing.LABEL, "trained", scale.getCenterX(), scale.y - 14.0, SCALE_SPACE);
        Drawing.centred(graphics, Drawing.LABEL, "frozen", scale.getCenterX(), scale.getMaxY() + 24, SCALE_SPACE);
    }

    /** Letters run along the rows: with two orders, a and b show all parameters, c and d the range. */
    private void order(Graphics2D graphics, int index, List<String> orders) {
        int column = index % columns(results);
        int first = index - column;
        int inBlock = Math.min(columns(results), orders.size() - first);
        char letter = (char) ('a' + 2 * first + column);
        int top = TOP + BLOCK_HEIGHT * (index / columns(results)) + PANEL_TITLE;
        int x = column * panelWidth(results) + LEFT;
        int width = panelWidth(results) - LEFT - RIGHT;
        List<Group> groups = results.groups(orders.get(index));
        String[] title = OrderLook.of(orders.get(index)).title().split(" (?=\\()", 2);

        Rectangle upper = new Rectangle(x, top, width, ALL_HEIGHT);
        panel(graphics, upper, new ParameterRange("all parameters", 0, results.parameters()), groups);
        panelTitle(graphics, upper, letter + ") " + title[0], title.length > 1 ? title[1] : "");
        Rectangle lower = new Rectangle(x, top + ALL_HEIGHT + BELOW_AXIS + PANEL_TITLE, width, ZOOM_HEIGHT);
        panel(graphics, lower, zoom, groups);
        panelTitle(graphics, lower, (char) (letter + inBlock) + ") " + title[0], zoom.name());
    }

    private static void panelTitle(Graphics2D graphics, Rectangle area, String title, String subtitle) {
        double width = area.width + LEFT + RIGHT - 40.0;
        Drawing.centred(graphics, Drawing.PANEL, title, area.getCenterX(), area.y - 30.0, width);
        Drawing.centred(graphics, Drawing.LABEL, subtitle, area.getCenterX(), area.y - 11.0, width);
    }

    private void panel(Graphics2D graphics, Rectangle area, ParameterRange range, List<Group> groups) {
        int columns = groups.size();
        int pixelColumns = area.width * PIXELS_PER_UNIT;
        int rows = area.height * PIXELS_PER_UNIT;
        List<double[]> masks = groups.stream().map(Group::averagedMask).toList();
        Drawing.pixels(
                graphics,
                area,
                (x, y) -> Palette.VIRIDIS.rgb(mean(masks.get(x * columns / pixelColumns), range, rows - 1 - y, rows)));
        Drawing.below(graphics, area, fractions((double) area.width / columns), "fraction of parameters frozen");
        int step = Ticks.step(range.to() - range.from(), 7);
        Map<Double, String> indices = new TreeMap<>();
        Ticks.ofIndices(range.from(), range.to(), (range.from() + step - 1) / step * step)
                .forEach((position, label) -> indices.put(1 - position, label));
        Drawing.left(graphics, area, indices, "parameter index");
    }

    /** Labels those columns that have room for one. */
    private Map<Double, String> fractions(double columnWidth) {
        List<Double> fractions = results.settings().fractions();
        int every = (int) Math.max(1, Math.ceil(38 / columnWidth));
        Map<Double, String> ticks = new TreeMap<>();
        for (int i = 0; i < fractions.size(); i++) {
            ticks.put((i + 0.5) / fractions.size(), i % every == 0 ? Ticks.label(fractions.get(i)) : "");
        }
        return ticks;
    }

    /**
     * Returns the value of a pixel, counted from below: the parameter at its middle or, where a pixel is higher than a parameter,
     * the mean of all those that it covers, weighted by the covered part.
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
}
