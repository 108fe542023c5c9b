package org.dl4jfreeze.examples.figures;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.dl4jfreeze.examples.report.NumberText;
import org.dl4jfreeze.examples.report.ReorderingResults;
import org.dl4jfreeze.examples.report.TrialGroup;
import org.knowm.xchart.XYChart;

/**
 * Test loss (left) and test accuracy (right) against the fraction frozen: per order a dashed line for masks that are kept
 * and a solid one for masks that are re-chosen, and a dotted one for nothing frozen; mean over runs, bars of one standard
 * deviation. Fractions are equally spaced, because those that matter are close to 1.
 */
final class ReorderingPicture extends Picture {

    private static final double DODGE = 0.06;

    /** Distance of the outermost fractions from the edges. */
    private static final double MARGIN = 0.4;

    /** Slightly more than the plot's width: divided by the length of the axis it makes XChart draw one tick per fraction. */
    private static final double TICKS_WITHIN = 630;

    private final ReorderingResults results;
    private final List<Double> fractions;

    ReorderingPicture(ReorderingResults results) {
        super(Panels.WIDTH, Panels.height(looks(results)));
        this.results = results;
        this.fractions = results.settings().training().fractions();
    }

    private static List<OrderLook> looks(ReorderingResults results) {
        List<OrderLook> looks = new ArrayList<>(List.of(OrderLook.ofNone()));
        for (String order : results.settings().training().orders()) {
            looks.add(OrderLook.ofFixed(order));
            looks.add(OrderLook.ofReordered(order));
        }
        return looks;
    }

    @Override
    void paint(Graphics2D graphics) {
        String title = results.experiment().title() + " from scratch";
        Panels.paint(
                graphics,
                panel(title, "test loss: " + results.experiment().lossName(), TrialGroup::testLoss),
                panel(title, "test accuracy, %", TrialGroup::accuracy),
                looks(results));
    }

    private XYChart panel(String title, String yAxis, Function<TrialGroup, MeanDeviation> value) {
        XYChart chart = Panels.chart(title, "fraction of parameters frozen", yAxis);
        chart.getStyler().setXAxisMin(-MARGIN);
        chart.getStyler().setXAxisMax(fractions.size() - 1 + MARGIN);
        chart.getStyler().setXAxisTickMarkSpacingHint((int) (TICKS_WITHIN / (fractions.size() - 1 + 2 * MARGIN)));
        chart.setCustomXAxisTickLabelsFormatter(this::label);
        none(value).addTo(chart);
        List<String> orders = results.settings().training().orders();
        for (int i = 0; i < orders.size(); i++) {
            String order = orders.get(i);
            double shift = DODGE * (i - (orders.size() - 1) / 2.0);
            curve(OrderLook.ofFixed(order), order, Mask.FIXED, shift, value).addTo(chart);
            curve(OrderLook.ofReordered(order), order, Mask.REORDERED, shift, value)
                    .addTo(chart);
        }
        return chart;
    }

    /** Returns a label that is distinct everywhere, as XChart needs it even at the ends of the axis, where it draws none. */
    private String label(double position) {
        int index = (int) Math.round(position);
        boolean named = index >= 0 && index < fractions.size() && Math.abs(position - index) < 1e-6;
        return named ? NumberText.plain(fractions.get(index)) : String.valueOf(position);
    }

    /** Creates the curve with nothing frozen: a line from edge to edge, with an error bar at both ends. */
    private Curve none(Function<TrialGroup, MeanDeviation> value) {
        MeanDeviation none = value.apply(results.nothingFrozen());
        Curve curve = new Curve(OrderLook.ofNone(), Double.NEGATIVE_INFINITY);
        curve.add(-MARGIN / 2, none);
        curve.add(fractions.size() - 1 + MARGIN / 2, none);
        return curve;
    }

    private Curve curve(
            OrderLook look, String order, Mask mask, double shift, Function<TrialGroup, MeanDeviation> value) {
        Curve curve = new Curve(look, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < fractions.size(); i++) {
            curve.add(i + shift, value.apply(results.group(new Treatment(order, mask, fractions.get(i)))));
        }
        return curve;
    }
}
