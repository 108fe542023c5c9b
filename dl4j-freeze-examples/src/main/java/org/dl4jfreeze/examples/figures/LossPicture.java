package org.dl4jfreeze.examples.figures;

import java.awt.Graphics2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.dl4jfreeze.examples.report.Group;
import org.dl4jfreeze.examples.report.MeanDeviation;
import org.dl4jfreeze.examples.report.Results;
import org.knowm.xchart.XYChart;

/**
 * Loss against the fraction of parameters that is frozen, one line per order: mean over runs, bars of one standard
 * deviation. Training part on the left, test part on the right. The axes of losses are logarithmic where a few large losses would
 * flatten all others.
 */
final class LossPicture extends Picture {

    /** The orders' points stand this far apart, so that their bars do not cover each other; closer if there are many. */
    private static final double DODGE = 0.008;

    private static final double MAX_SPREAD = 0.05;

    /** The axes are logarithmic if the largest mean is more than this many times the smallest. */
    private static final double LOGARITHMIC_RATIO = 20;

    /** XChart's logarithmic ticks are wrong close to its tolerance of 1e-8 and endless far below. */
    private static final double LOGARITHMIC_MIN = 1e-5;

    private static final List<String> PAPER_ORDERS = List.of(Results.PROPOSED, Results.RANDOM);

    private final Results results;
    private final List<String> orders;

    /** Shows the orders that the paper compares or, where neither was run, those that were. */
    static LossPicture ofPaper(Results results) {
        return new LossPicture(results, paperOrders(results));
    }

    /** Shows every order that was run. */
    static LossPicture ofAllOrders(Results results) {
        return new LossPicture(results, results.settings().orders());
    }

    /** Tells whether the picture of the paper's orders leaves others out. */
    static boolean leavesOrdersOut(Results results) {
        return !paperOrders(results).equals(results.settings().orders());
    }

    private static List<String> paperOrders(Results results) {
        List<String> orders = results.settings().orders();
        List<String> paper = orders.stream().filter(PAPER_ORDERS::contains).toList();
        return paper.isEmpty() ? orders : paper;
    }

    LossPicture(Results results, List<String> orders) {
        super(Panels.WIDTH, Panels.height(looks(orders)));
        this.results = results;
        this.orders = List.copyOf(orders);
    }

    @Override
    void paint(Graphics2D graphics) {
        boolean logarithmic = isLogarithmic();
        Panels.paint(
                graphics,
                panel("train", Group::trainLoss, logarithmic),
                panel("test", Group::testLoss, logarithmic),
                looks(orders));
    }

    private static List<OrderLook> looks(List<String> orders) {
        return orders.stream().map(OrderLook::of).toList();
    }

    /** Tells whether the axes of both panels are logarithmic: one needs it, and no loss in either is too small for it. */
    boolean isLogarithmic() {
        DoubleSummaryStatistics train = values(Group::trainLoss, 0);
        DoubleSummaryStatistics test = values(Group::testLoss, 0);
        boolean needed = train.getMax() > LOGARITHMIC_RATIO * train.getMin()
                || test.getMax() > LOGARITHMIC_RATIO * test.getMin();
        boolean possible = Math.min(train.getCount(), test.getCount()) > 0
                && Math.min(train.getMin(), test.getMin()) >= LOGARITHMIC_MIN;
        return needed && possible;
    }

    /** Returns means, or with {@code deviations} 1 the upper ends of their bars, of all that is drawn. */
    private DoubleSummaryStatistics values(Function<Group, MeanDeviation> loss, int deviations) {
        return orders.stream()
                .flatMap(order -> results.groups(order).stream())
                .map(loss)
                .flatMapToDouble(value -> DoubleStream.of(value.mean(), value.mean() + deviations * value.deviation()))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    private XYChart panel(String part, Function<Group, MeanDeviation> loss, boolean logarithmic) {
        XYChart chart = Panels.chart(
                results.title() + ", " + part,
                "fraction of parameters frozen",
                part + " loss: " + results.experiment().lossName());
        chart.getStyler().setXAxisMin(-0.03);
        chart.getStyler().setXAxisMax(1.03);
        chart.getStyler().setXAxisDecimalPattern("0.0");
        chart.getStyler().setXAxisTickMarkSpacingHint(52);
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
            curve(i, loss, floor).addTo(chart);
        }
        return chart;
    }

    private Curve curve(int index, Function<Group, MeanDeviation> loss, double floor) {
        Curve curve = new Curve(OrderLook.of(orders.get(index)), floor);
        double dodge = Math.min(DODGE, MAX_SPREAD / orders.size());
        for (Group group : results.groups(orders.get(index))) {
            curve.add(group.fraction() + dodge * (index - (orders.size() - 1) / 2.0), loss.apply(group));
        }
        return curve;
    }
}
