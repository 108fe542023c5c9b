package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.dl4jfreeze.examples.report.Results;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Loss against the fraction of parameters that is frozen, one line per order: mean over runs, bars of one standard
 * deviation. Left the training part, right the test part. The axes of losses are logarithmic where a few large losses would
 * flatten all others.
 */
final class LossPicture extends Picture {

    private static final int PANEL_WIDTH = 620;
    private static final int PANEL_HEIGHT = 480;
    private static final int LEGEND_ROW = 32;
    private static final int LEGEND_COLUMNS = 3;
    private static final int LEGEND_LINE = 46;
    private static final int LEGEND_GAP = 34;
    private static final Font LEGEND = new Font(FONT, Font.PLAIN, 16);
    private static final int MARKER_SIZE = 8;
    private static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    /** The orders' points stand this far apart, so that their bars do not cover each other; closer if there are many. */
    private static final double DODGE = 0.008;

    private static final double MAX_SPREAD = 0.05;

    /** The axes are logarithmic from this ratio of the largest mean to the smallest on. */
    private static final double LOGARITHMIC_RATIO = 20;

    /** The library's logarithmic ticks are wrong close to its tolerance of 1e-8 and endless far below. */
    private static final double LOGARITHMIC_MIN = 1e-5;

    private final Results results;
    private final List<String> orders;

    LossPicture(Results results, List<String> orders) {
        super(2 * PANEL_WIDTH, PANEL_HEIGHT + LEGEND_ROW * legendRows(orders));
        this.results = results;
        this.orders = List.copyOf(orders);
    }

    private static int legendRows(List<String> orders) {
        return (orders.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    }

    @Override
    void paint(Graphics2D graphics) {
        boolean logarithmic = isLogarithmic();
        AffineTransform origin = graphics.getTransform();
        panel("train", Group::trainLoss, logarithmic).paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        graphics.translate(PANEL_WIDTH, 0);
        panel("test", Group::testLoss, logarithmic).paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        legend(graphics);
    }

    /** The same for both panels, so that they can be compared: if one needs it and no loss in either is too small for it. */
    boolean isLogarithmic() {
        DoubleSummaryStatistics train = values(Group::trainLoss, 0);
        DoubleSummaryStatistics test = values(Group::testLoss, 0);
        boolean needed = train.getMax() > LOGARITHMIC_RATIO * train.getMin()
                || test.getMax() > LOGARITHMIC_RATIO * test.getMin();
        boolean possible = Math.min(train.getCount(), test.getCount()) > 0
                && Math.min(train.getMin(), test.getMin()) >= LOGARITHMIC_MIN;
        return needed && possible;
    }

    /** Means, or with {@code deviations} 1 the upper ends of their bars, of all that is drawn. */
    private DoubleSummaryStatistics values(Function<Group, MeanDeviation> loss, int deviations) {
        return orders.stream()
                .flatMap(order -> results.groups(order).stream())
                .map(loss)
                .flatMapToDouble(value -> DoubleStream.of(value.mean(), value.mean() + deviations * value.deviation()))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    /** One legend for both panels: the library's own would stand in each and crowds its entries. */
    private void legend(Graphics2D graphics) {
        graphics.setFont(LEGEND);
        for (int from = 0; from < orders.size(); from += LEGEND_COLUMNS) {
            List<String> row = orders.subList(from, Math.min(orders.size(), from + LEGEND_COLUMNS));
            legendRow(graphics, row, PANEL_HEIGHT + (from / LEGEND_COLUMNS) * LEGEND_ROW + 14);
        }
    }

    private void legendRow(Graphics2D graphics, List<String> orders, int y) {
        int total = -LEGEND_GAP;
        for (String order : orders) {
            total += LEGEND_LINE + textWidth(graphics, order) + LEGEND_GAP;
        }
        int x = (width() - total) / 2;
        for (String order : orders) {
            OrderLook look = OrderLook.of(order);
            graphics.setColor(look.colour());
            graphics.setStroke(LINE);
            graphics.drawLine(x, y, x + LEGEND_LINE - 10, y);
            look.marker().paint(graphics, x + (LEGEND_LINE - 10) / 2.0, y, MARKER_SIZE);
            graphics.setColor(Color.BLACK);
            graphics.drawString(look.title(), x + LEGEND_LINE, y + 6);
            x += LEGEND_LINE + textWidth(graphics, order) + LEGEND_GAP;
        }
    }

    private static int textWidth(Graphics2D graphics, String order) {
        return graphics.getFontMetrics().stringWidth(OrderLook.of(order).title());
    }

    private XYChart panel(String part, Function<Group, MeanDeviation> loss, boolean logarithmic) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(PANEL_HEIGHT)
                .title(results.title() + ", " + part)
                .xAxisTitle("fraction of parameters frozen")
                .yAxisTitle(part + " loss: " + results.experiment().lossName())
                .build();
        style(chart.getStyler());
        double floor = Double.NEGATIVE_INFINITY;
        if (logarithmic) {
            // Whole decades, as only they are labelled. A bar may reach below zero: it is cut at the lower edge.
            floor = Math.pow(10, Math.floor(Math.log10(values(loss, 0).getMin() / 1.5)));
            chart.getStyler()
                    .setYAxisLogarithmic(true)
                    .setYAxisMin(floor)
                    .setYAxisMax(
                            Math.pow(10, Math.ceil(Math.log10(values(loss, 1).getMax()))));
        }
        for (int i = 0; i < orders.size(); i++) {
            addOrder(chart, i, loss, floor);
        }
        return chart;
    }

    private void addOrder(XYChart chart, int index, Function<Group, MeanDeviation> loss, double floor) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        ErrorBars bars = new ErrorBars(floor);
        double dodge = Math.min(DODGE, MAX_SPREAD / orders.size());
        for (Group group : results.groups(orders.get(index))) {
            MeanDeviation value = loss.apply(group);
            // A diverged run has no place on an axis.
            if (Double.isFinite(value.mean())) {
                x.add(group.fraction() + dodge * (index - (orders.size() - 1) / 2.0));
                y.add(value.mean());
                bars.add(x.get(x.size() - 1), value);
            }
        }
        if (x.isEmpty()) {
            return;
        }
        OrderLook look = OrderLook.of(orders.get(index));
        bars.addTo(chart, look);
        // Two series, as the library would draw each line over the marker where it begins.
        XYSeries line = chart.addSeries(look.title() + ", line", x, y);
        line.setLineColor(look.colour());
        line.setLineStyle(LINE);
        line.setMarker(SeriesMarkers.NONE);
        XYSeries points = chart.addSeries(look.title(), x, y);
        points.setLineStyle(SeriesLines.NONE);
        points.setMarker(look.marker());
        points.setMarkerColor(look.colour());
    }

    private static void style(XYStyler styler) {
        styler.setBaseFont(new Font(FONT, Font.PLAIN, 15));
        styler.setChartTitleFont(new Font(FONT, Font.BOLD, 18));
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 16));
        styler.setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 14));
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xE0E0E0));
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotBorderColor(Color.DARK_GRAY);
        styler.setChartTitleBoxVisible(false);
        styler.setLegendVisible(false);
        styler.setChartTitlePadding(10);
        styler.setChartPadding(14);
        styler.setMarkerSize(MARKER_SIZE);
        styler.setXAxisMin(-0.03);
        styler.setXAxisMax(1.03);
        styler.setXAxisDecimalPattern("0.0");
        styler.setYAxisDecimalPattern("#,##0.######");
        styler.setXAxisTickMarkSpacingHint(52);
    }
}
