package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Bars of one standard deviation up and down, drawn as one broken line: the library's own reach equally far on both sides
 * and so can't be cut at the lower edge of a logarithmic axis.
 */
final class ErrorBars {

    private static final BasicStroke LINE = new BasicStroke(1.2f);

    /** Half the width of the strokes at a bar's ends, in units of the x axis. */
    private static final double END = 0.004;

    private final double floor;
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();

    /** Bars that end at {@code floor} where they would reach below it. */
    ErrorBars(double floor) {
        this.floor = floor;
    }

    /** Adds the bar of a finite mean; none if there is no deviation. */
    void add(double position, MeanDeviation value) {
        if (!(value.deviation() > 0) || Double.isInfinite(value.deviation())) {
            return;
        }
        double bottom = value.mean() - value.deviation();
        double top = value.mean() + value.deviation();
        if (bottom > floor) {
            point(position - END, bottom);
            point(position + END, bottom);
        }
        point(position, Math.max(bottom, floor));
        point(position, top);
        point(position - END, top);
        point(position + END, top);
        point(position, Double.NaN);
    }

    private void point(double horizontal, double vertical) {
        x.add(horizontal);
        y.add(vertical);
    }

    void addTo(XYChart chart, OrderLook look) {
        if (x.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(look.title() + ", deviation", x, y);
        series.setLineColor(look.colour());
        series.setLineStyle(LINE);
        series.setMarker(SeriesMarkers.NONE);
    }
}
