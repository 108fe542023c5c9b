package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;

/** Two charts side by side with one legend below; XChart's own would be in each chart and crowds its entries. */
final class Panels {

    private static final int PANEL_WIDTH = 620;
    private static final int PANEL_HEIGHT = 480;

    static final int WIDTH = 2 * PANEL_WIDTH;

    private static final int LEGEND_ROW = 32;
    private static final int LEGEND_COLUMNS = 3;
    private static final int LEGEND_LINE = 46;
    private static final int LEGEND_GAP = 34;
    private static final Font LEGEND = new Font(Picture.FONT, Font.PLAIN, 16);
    private static final int MARKER_SIZE = 8;

    private Panels() {}

    /** Returns the height of the picture with this legend. */
    static int height(List<OrderLook> looks) {
        return PANEL_HEIGHT + LEGEND_ROW * ((looks.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS);
    }

    /** Creates an empty chart in the size and style of a panel. */
    static XYChart chart(String title, String xAxis, String yAxis) {
        XYChart chart = new XYChartBuilder()
                .width(PANEL_WIDTH)
                .height(PANEL_HEIGHT)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        style(chart.getStyler());
        return chart;
    }

    static void paint(Graphics2D graphics, XYChart left, XYChart right, List<OrderLook> looks) {
        AffineTransform origin = graphics.getTransform();
        left.paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        graphics.translate(PANEL_WIDTH, 0);
        right.paint(graphics, PANEL_WIDTH, PANEL_HEIGHT);
        graphics.setTransform(origin);
        graphics.setFont(LEGEND);
        for (int from = 0; from < looks.size(); from += LEGEND_COLUMNS) {
            List<OrderLook> row = looks.subList(from, Math.min(looks.size(), from + LEGEND_COLUMNS));
            legendRow(graphics, row, PANEL_HEIGHT + (from / LEGEND_COLUMNS) * LEGEND_ROW + 14);
        }
    }

    private static void legendRow(Graphics2D graphics, List<OrderLook> looks, int y) {
        int total = -LEGEND_GAP;
        for (OrderLook look : looks) {
            total += LEGEND_LINE + textWidth(graphics, look) + LEGEND_GAP;
        }
        int x = (WIDTH - total) / 2;
        for (OrderLook look : looks) {
            graphics.setColor(look.colour());
            graphics.setStroke(look.line());
            graphics.drawLine(x, y, x + LEGEND_LINE - 10, y);
            look.marker().paint(graphics, x + (LEGEND_LINE - 10) / 2.0, y, MARKER_SIZE);
            graphics.setColor(Color.BLACK);
            graphics.drawString(look.title(), x + LEGEND_LINE, y + 6);
            x += LEGEND_LINE + textWidth(graphics, look) + LEGEND_GAP;
        }
    }

    private static int textWidth(Graphics2D graphics, OrderLook look) {
        return graphics.getFontMetrics().stringWidth(look.title());
    }

    private static void style(XYStyler styler) {
        styler.setBaseFont(new Font(Picture.FONT, Font.PLAIN, 15));
        styler.setChartTitleFont(new Font(Picture.FONT, Font.BOLD, 18));
        styler.setAxisTitleFont(new Font(Picture.FONT, Font.PLAIN, 16));
        styler.setAxisTickLabelsFont(new Font(Picture.FONT, Font.PLAIN, 14));
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
        styler.setYAxisDecimalPattern("#,##0.######");
    }
}
