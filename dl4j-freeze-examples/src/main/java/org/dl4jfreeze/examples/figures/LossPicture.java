package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.dl4jfreeze.examples.report.Results;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/**
 * Loss against the fraction of parameters that is frozen, one line per order: mean over runs, bars of one standard
 * deviation. Left the training part, right the test part.
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

    /** The orders' points stand this far apart, so that their bars do not cover each other. */
    private static final double DODGE = 0.008;

    private final Results results;

    LossPicture(Results results) {
        super(2 * PANEL_WIDTH, PANEL_HEIGHT + LEGEND_ROW * legendRows(results));
        this.results = results;
    }

    private static int legendRows(Results results) {
        return (results.settings().orders().size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    }

    @Override
    void paint(Graphics2D graphics) {
        AffineTransform origin = graphics.getTransform();
        panel("train", Group::trainLoss).paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        graphics.translate(PANEL_WIDTH, 0);
        panel("test", Group::testLoss).paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        legend(graphics);
    }

    /** One legend for both panels: the library's own would stand in each and crowds its entries. */
    private void legend(Graphics2D graphics) {
        List<String> orders = results.settings().orders();
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

    private XYChart panel(String part, Function<Group, MeanDeviation> loss) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(PANEL_HEIGHT)
                .title(results.experiment().title() + ", " + part)
                .xAxisTitle("fraction of parameters frozen")
                .yAxisTitle(part + " loss: " + results.experiment().lossName())
                .build();
        style(chart.getStyler());
        List<String> orders = results.settings().orders();
        for (int i = 0; i < orders.size(); i++) {
            addOrder(chart, i, orders.size(), loss);
        }
        return chart;
    }

    private void addOrder(XYChart chart, int index, int count, Function<Group, MeanDeviation> loss) {
        String order = results.settings().orders().get(index);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Double> bars = new ArrayList<>();
        for (Group group : results.groups(order)) {
            MeanDeviation value = loss.apply(group);
            // A diverged run has no place on an axis.
            if (Double.isFinite(value.mean())) {
                x.add(group.fraction() + DODGE * (index - (count - 1) / 2.0));
                y.add(value.mean());
                bars.add(Double.isFinite(value.deviation()) ? value.deviation() : 0.0);
            }
        }
        if (x.isEmpty()) {
            return;
        }
        OrderLook look = OrderLook.of(order);
        XYSeries series = chart.addSeries(look.title(), x, y, bars);
        series.setLineColor(look.colour());
        series.setMarkerColor(look.colour());
        series.setMarker(look.marker());
        series.setLineStyle(LINE);
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
        styler.setErrorBarsColorSeriesColor(true);
        styler.setXAxisMin(-0.03);
        styler.setXAxisMax(1.03);
        styler.setXAxisDecimalPattern("0.0");
        styler.setYAxisDecimalPattern("#,##0.##");
        styler.setXAxisTickMarkSpacingHint(52);
    }
}
