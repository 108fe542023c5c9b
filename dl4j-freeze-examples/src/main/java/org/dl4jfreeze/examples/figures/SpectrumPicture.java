package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * All eigenvalues up to the numerical rank on a logarithmic axis, and beside them which part of the trace the first k hold
 * together.
 */
final class SpectrumPicture extends Picture {

    private static final Color LINE = new Color(0x0072B2);

    private final CovarianceFindings findings;

    SpectrumPicture(CovarianceFindings findings) {
        super(Panels.WIDTH, Panels.height(List.of()));
        this.findings = findings;
    }

    @Override
    void paint(Graphics2D graphics) {
        List<Integer> numbers =
                IntStream.rangeClosed(1, findings.rank()).boxed().collect(Collectors.toList());
        double[] values = findings.spectrum();
        // The library's logarithmic axis fails far below 1: logarithms on a linear one, labelled as what they are of.
        XYChart spectrum = chart("number of the eigenvalue", "eigenvalue");
        spectrum.setCustomYAxisTickLabelsFormatter(SpectrumPicture::power);
        XYChart cumulative = chart("number of eigenvalues", "share of the trace in the first ones");
        cumulative.getStyler().setYAxisMin(0.0);
        cumulative.getStyler().setYAxisMax(1.0);
        if (!numbers.isEmpty()) {
            line(
                    spectrum,
                    numbers,
                    numbers.stream().map(k -> Math.log10(values[k - 1])).collect(Collectors.toList()));
            line(cumulative, numbers, cumulative(values, numbers.size()));
        }
        Panels.paint(graphics, spectrum, cumulative, List.of());
    }

    private List<Double> cumulative(double[] values, int count) {
        double[] sums = new double[count];
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += values[k];
            sums[k] = findings.share(sum);
        }
        return IntStream.range(0, count).mapToObj(k -> sums[k]).collect(Collectors.toList());
    }

    private static String power(double logarithm) {
        return Math.abs(logarithm - Math.rint(logarithm)) < 1e-9
                ? "1e" + (int) Math.rint(logarithm)
                : String.format(Locale.ROOT, "%.1e", Math.pow(10, logarithm)).replaceAll("e\\+?(-?)0", "e$1");
    }

    private XYChart chart(String xAxis, String yAxis) {
        String title = findings.settings().network().title() + ", " + findings.samples() + " samples";
        XYChart chart = Panels.chart(title, xAxis, yAxis);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(findings.rank() + 0.5);
        chart.getStyler().setXAxisTickMarkSpacingHint(90);
        // without a pattern the library labels places among the values, as many as have room
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }

    private static void line(XYChart chart, List<Integer> x, List<Double> y) {
        XYSeries series = chart.addSeries("eigenvalues", x, y);
        series.setLineColor(LINE);
        series.setMarkerColor(LINE);
        series.setMarker(x.size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
    }
}
