package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * All eigenvalues up to the numerical rank on a logarithmic axis (left), and the share of the trace of the first k together
 * (right).
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
        double[] values = findings.spectrum();
        double[] sums = findings.cumulativeSpectrum();
        // XChart's logarithmic axis fails far below 1: logarithms on a linear one, labelled as what they are of.
        XYChart spectrum = chart("number of the eigenvalue", "eigenvalue", k -> Math.log10(values[k]));
        spectrum.setCustomYAxisTickLabelsFormatter(SpectrumPicture::power);
        XYChart cumulative =
                chart("number of eigenvalues", "share of the trace in the first ones", k -> findings.share(sums[k]));
        cumulative.getStyler().setYAxisMin(0.0);
        cumulative.getStyler().setYAxisMax(1.0);
        Panels.paint(graphics, spectrum, cumulative, List.of());
    }

    private static String power(double logarithm) {
        return Math.abs(logarithm - Math.rint(logarithm)) < 1e-9
                ? "1e" + (int) Math.rint(logarithm)
                : String.format(Locale.ROOT, "%.1e", Math.pow(10, logarithm)).replaceAll("e\\+?(-?)0", "e$1");
    }

    private XYChart chart(String xAxis, String yAxis, IntToDoubleFunction value) {
        String title = findings.settings().network().title() + ", " + findings.samples() + " samples";
        XYChart chart = Panels.chart(title, xAxis, yAxis);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(findings.rank() + 0.5);
        chart.getStyler().setXAxisTickMarkSpacingHint(90);
        // Without a pattern XChart labels positions between the values, as many as have room.
        chart.getStyler().setXAxisDecimalPattern("0");
        if (findings.rank() > 0) {
            int[] indices = IntStream.range(0, findings.rank()).toArray();
            XYSeries series = chart.addSeries(
                    "eigenvalues",
                    Arrays.stream(indices).mapToDouble(k -> k + 1).toArray(),
                    Arrays.stream(indices).mapToDouble(value).toArray());
            series.setLineColor(LINE);
            series.setMarkerColor(LINE);
            series.setMarker(findings.rank() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        }
        return chart;
    }
}
