package org.dl4jfreeze.examples.figures;

import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Means joined by a line, each with a bar of one standard deviation. */
final class Curve {

    private final OrderLook look;
    private final List<Double> x = new ArrayList<>();
    private final List<MeanDeviation> y = new ArrayList<>();

    Curve(OrderLook look) {
        this.look = look;
    }

    /** Adds a point; a diverged run has no place on an axis. */
    void add(double position, MeanDeviation value) {
        if (Double.isFinite(value.mean())) {
            x.add(position);
            y.add(value);
        }
    }

    /** Draws it; bars end at {@code floor} where they would reach below it. */
    void addTo(XYChart chart, double floor) {
        if (x.isEmpty()) {
            return;
        }
        List<Double> means = new ArrayList<>();
        ErrorBars bars = new ErrorBars(floor);
        for (int i = 0; i < x.size(); i++) {
            means.add(y.get(i).mean());
            bars.add(x.get(i), y.get(i));
        }
        bars.addTo(chart, look);
        // Two series, as the library would draw each line over the marker where it begins.
        XYSeries line = chart.addSeries(look.title() + ", line", x, means);
        line.setLineColor(look.colour());
        line.setLineStyle(look.line());
        line.setMarker(SeriesMarkers.NONE);
        XYSeries points = chart.addSeries(look.title(), x, means);
        points.setLineStyle(SeriesLines.NONE);
        points.setMarker(look.marker());
        points.setMarkerColor(look.colour());
    }
}
