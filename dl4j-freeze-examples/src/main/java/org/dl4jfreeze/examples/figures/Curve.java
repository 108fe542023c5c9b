package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Means joined by a line, each with a bar of one standard deviation. The bars are one broken line: XChart's own bars are symmetric
 * and cannot be cut at the lower edge of a logarithmic axis.
 */
final class Curve {

    private static final BasicStroke BAR = new BasicStroke(1.2f);

    /** Half the width of the strokes at a bar's ends, in units of the x axis. */
    private static final double END = 0.004;

    private final OrderLook look;
    private final double floor;
    private final List<Double> x = new ArrayList<>();
    private final List<Double> means = new ArrayList<>();
    private final List<Double> barX = new ArrayList<>();
    private final List<Double> barY = new ArrayList<>();

    /** Creates an empty curve, whose bars end at {@code floor} where they would reach below it. */
    Curve(OrderLook look, double floor) {
        this.look = look;
        this.floor = floor;
    }

    /** Adds a point; the mean of a diverged run is not finite and is left out. */
    void add(double position, MeanDeviation value) {
        if (!Double.isFinite(value.mean())) {
            return;
        }
        x.add(position);
        means.add(value.mean());
        if (value.deviation() > 0 && Double.isFinite(value.deviation())) {
            bar(position, value.mean() - value.deviation(), value.mean() + value.deviation());
        }
    }

    private void bar(double position, double bottom, double top) {
        if (bottom > floor) {
            barPoint(position - END, bottom);
            barPoint(position + END, bottom);
        }
        barPoint(position, Math.max(bottom, floor));
        barPoint(position, top);
        barPoint(position - END, top);
        barPoint(position + END, top);
        barPoint(position, Double.NaN);
    }

    private void barPoint(double horizontal, double vertical) {
        barX.add(horizontal);
        barY.add(vertical);
    }

    void addTo(XYChart chart) {
        if (!barX.isEmpty()) {
            line(chart.addSeries(look.title() + ", deviation", barX, barY), BAR);
        }
        if (!x.isEmpty()) {
            // Two series, as XChart would draw each line over the marker where it begins.
            line(chart.addSeries(look.title() + ", line", x, means), look.line());
            XYSeries points = chart.addSeries(look.title(), x, means);
            points.setLineStyle(SeriesLines.NONE);
            points.setMarker(look.marker());
            points.setMarkerColor(look.colour());
        }
    }

    private void line(XYSeries series, BasicStroke stroke) {
        series.setLineColor(look.colour());
        series.setLineStyle(stroke);
        series.setMarker(SeriesMarkers.NONE);
    }
}
