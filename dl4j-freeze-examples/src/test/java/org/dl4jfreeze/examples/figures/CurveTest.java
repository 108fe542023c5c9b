package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class CurveTest {

    private static final OrderLook LOOK = OrderLook.of("variance");

    private final XYChart chart = new XYChart(300, 200);

    @Test
    void barsReachOneDeviationUpAndDownButNotBelowTheFloor() {
        Curve curve = new Curve(LOOK, 1);
        curve.add(0.5, new MeanDeviation(4, 2));
        curve.add(0.75, new MeanDeviation(4, 5));
        curve.addTo(chart);

        double[] x = chart.getSeriesMap().get(LOOK.title() + ", deviation").getXData();
        double[] y = chart.getSeriesMap().get(LOOK.title() + ", deviation").getYData();
        assertThat(range(x, y, 0.5)).containsExactly(2, 6);
        assertThat(range(x, y, 0.75)).containsExactly(1, 9);
        assertThat(chart.getSeriesMap().get(LOOK.title()).getYData()).containsExactly(4, 4);
    }

    @Test
    void whatIsNotFiniteIsLeftOut() {
        Curve curve = new Curve(LOOK, Double.NEGATIVE_INFINITY);
        curve.add(0, new MeanDeviation(Double.NaN, 1));
        curve.add(0.5, new MeanDeviation(3, Double.NaN));
        curve.add(1, new MeanDeviation(Double.POSITIVE_INFINITY, Double.NaN));
        curve.addTo(chart);

        assertThat(chart.getSeriesMap()).containsOnlyKeys(LOOK.title(), LOOK.title() + ", line");
        assertThat(chart.getSeriesMap().get(LOOK.title()).getXData()).containsExactly(0.5);
    }

    /** The lowest and the highest end of the bar at a position. */
    private static double[] range(double[] x, double[] y, double position) {
        double[] ends = IntStream.range(0, x.length)
                .filter(i -> x[i] == position && !Double.isNaN(y[i]))
                .mapToDouble(i -> y[i])
                .toArray();
        return new double[] {
            Arrays.stream(ends).min().orElseThrow(), Arrays.stream(ends).max().orElseThrow()
        };
    }
}
