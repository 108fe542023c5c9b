package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntBinaryOperator;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.report.Results;
import org.dl4jfreeze.plan.Amount;

/**
 * The gradient variance at t0 of the first layer's weights in the first run, as an image per unit, for inputs that are
 * images: each weight at the place of its input pixel, on a common logarithmic scale. Below each the same image with the weights
 * marked that the proposed order freezes at the fraction nearest to one half.
 *
 * <p>The weight of unit {@code j} from pixel {@code i} is at index {@code j * side * side + i} of the flat vector.
 */
final class VarianceMaps extends Picture {

    /** The colour of a frozen weight. */
    static final Color FROZEN = new Color(0xDCDCDC);

    private static final int ZERO = 0xFFFFFF;
    private static final int HATCH = 0xA8A8A8;
    private static final int HATCH_PITCH = 8;

    private static final int COLUMNS = 5;
    private static final int MAP = 140;
    private static final int GAP = 20;
    private static final int LEFT = 50;
    private static final int TOP = 80;
    private static final int UNIT_TITLE = 30;
    private static final int BETWEEN_MAPS = 10;
    private static final int UNIT_HEIGHT = UNIT_TITLE + 2 * MAP + BETWEEN_MAPS + 12;
    private static final int LEGEND = 50;
    private static final int SWATCH = 20;
    private static final int MIN_WIDTH = 520;
    private static final int SCALE_SPACE = 130;

    private final Results results;
    private final int side;
    private final int units;
    private final float[] variance;
    private final VarianceScale scale;
    private final double fraction;
    private final FreezeMask mask;

    VarianceMaps(Results results) {
        super(
                Math.max(MIN_WIDTH, mapsWidth(results) + SCALE_SPACE),
                TOP + rows(units(results.experiment())) * UNIT_HEIGHT + LEGEND);
        this.results = results;
        side = side(results.experiment());
        units = units(results.experiment());
        Run run = results.runs().get(0);
        variance = run.variance();
        if (units * side * side > variance.length) {
            throw new IllegalArgumentException("Expected " + units + " units with " + side + " x " + side
                    + " weights each in the first layer, but the whole network has " + variance.length
                    + " parameters; correct structure() or imageSide() of the experiment "
                    + results.experiment().name());
        }
        scale = new VarianceScale(Arrays.copyOf(variance, units * side * side));
        fraction = fractionNearestToHalf(results);
        mask = mask(run, fraction);
    }

    private static int side(Experiment experiment) {
        return experiment
                .imageSide()
                .orElseThrow(() -> new IllegalArgumentException("The inputs of the experiment " + experiment.name()
                        + " are not images, so its first layer's variances can't be drawn as images"));
    }

    private static int units(Experiment experiment) {
        return Integer.parseInt(experiment.structure().split("-")[1]);
    }

    private static int rows(int units) {
        return (units + COLUMNS - 1) / COLUMNS;
    }

    private static int mapsWidth(Results results) {
        return LEFT + Math.min(COLUMNS, units(results.experiment())) * (MAP + GAP);
    }

    private static double fractionNearestToHalf(Results results) {
        Comparator<Double> extremesLast = Comparator.comparing(fraction -> fraction == 0 || fraction == 1);
        return results.settings().fractions().stream()
                .min(extremesLast.thenComparing(fraction -> Math.abs(fraction - 0.5)))
                .orElseThrow();
    }

    /** Returns the mask of the run under the proposed order or, if that was not run, the mask that it would have had. */
    private static FreezeMask mask(Run run, double fraction) {
        return run.branches().stream()
                .filter(branch -> branch.order().equals(Results.PROPOSED) && branch.fraction() == fraction)
                .map(Branch::mask)
                .findFirst()
                .orElseGet(() -> lowest(run.variance(), fraction));
    }

    private static FreezeMask lowest(float[] variance, double fraction) {
        double[] values = new double[variance.length];
        Arrays.setAll(values, i -> variance[i]);
        return ParameterOrder.ascending(values).lowest(Amount.fraction(fraction).of(values.length));
    }

    @Override
    void paint(Graphics2D graphics) {
        title(
                graphics,
                results.title() + ": gradient variance of the first layer's weights",
                "run %d, t0 = %d; lower maps: fraction %s of all parameters frozen, lowest variance first"
                        .formatted(
                                results.runs().get(0).number(),
                                results.settings().freezeAt(),
                                Ticks.label(fraction)));
        for (int unit = 0; unit < units; unit++) {
            unit(graphics, unit);
        }
        Rectangle bar = new Rectangle(mapsWidth(results) + 5, TOP + UNIT_TITLE, 26, UNIT_HEIGHT - UNIT_TITLE - 12);
        Drawing.colourScale(graphics, bar, Palette.VIRIDIS, scale.ticks(), "gradient variance, lowest 1% clipped");
        int y = TOP + rows(units) * UNIT_HEIGHT + 10;
        swatch(graphics, LEFT, y, "frozen", (column, row) -> FROZEN.getRGB());
        swatch(graphics, LEFT + 120, y, "variance zero", VarianceMaps::hatched);
    }

    private static void swatch(Graphics2D graphics, int x, int y, String text, IntBinaryOperator colour) {
        Drawing.pixels(graphics, new Rectangle(x, y, SWATCH, SWATCH), colour);
        graphics.setFont(Drawing.AXIS);
        graphics.drawString(text, x + SWATCH + 8, y + 16);
    }

    private void unit(Graphics2D graphics, int unit) {
        Rectangle upper = map(unit, false);
        Rectangle lower = map(unit, true);
        Drawing.centred(graphics, Drawing.LABEL, "unit " + (unit + 1), upper.getCenterX(), upper.y - 8.0, MAP);
        if (unit % COLUMNS == 0) {
            Drawing.upwards(graphics, Drawing.LABEL, "variance", LEFT - 12.0, upper.getCenterY());
            Drawing.upwards(graphics, Drawing.LABEL, "still trained", LEFT - 12.0, lower.getCenterY());
        }
        int pixels = MAP * PIXELS_PER_UNIT;
        IntBinaryOperator weight = (x, y) -> unit * side * side + y * side / pixels * side + x * side / pixels;
        Drawing.pixels(graphics, upper, (x, y) -> varianceColour(weight.applyAsInt(x, y), x, y));
        Drawing.pixels(
                graphics,
                lower,
                (x, y) -> mask.isFrozen(weight.applyAsInt(x, y))
                        ? FROZEN.getRGB()
                        : varianceColour(weight.applyAsInt(x, y), x, y));
    }

    /** Returns the area of a map of a unit: the upper one, or the lower one, which marks the frozen weights. */
    static Rectangle map(int unit, boolean lower) {
        int x = LEFT + unit % COLUMNS * (MAP + GAP);
        int y = TOP + unit / COLUMNS * UNIT_HEIGHT + UNIT_TITLE + (lower ? MAP + BETWEEN_MAPS : 0);
        return new Rectangle(x, y, MAP, MAP);
    }

    /** Returns the colour of a weight: hatched for a variance of zero, which no colour of the scale may represent. */
    private int varianceColour(int weight, int x, int y) {
        float value = variance[weight];
        if (value == 0) {
            return hatched(x, y);
        }
        return Palette.VIRIDIS.rgb(Float.isNaN(value) ? 1 : scale.position(value));
    }

    private static int hatched(int x, int y) {
        return (x + y) % HATCH_PITCH < 2 ? HATCH : ZERO;
    }
}
