package org.dl4jfreeze.examples.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Map;
import org.dl4jfreeze.examples.report.Results;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The name and style of an order, the same in every figure. Colours are Okabe and Ito's, which are distinguishable with any kind
 * of colour vision, except their yellow, too pale for a line on white, and their black, kept for orders without
 * a style: brown and dark grey replace them, purple and olive follow. Markers differ too.
 */
record OrderLook(String title, Color colour, Marker marker, BasicStroke line) {

    private static final BasicStroke SOLID = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0);
    private static final BasicStroke DOTTED =
            new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {2, 4}, 0);

    private static final Marker HOLLOW_SQUARE = new Hollow(new Rectangle2D.Double(-0.5, -0.5, 1, 1));
    private static final Marker HOLLOW_CIRCLE = new Hollow(new Ellipse2D.Double(-0.5, -0.5, 1, 1));
    private static final Marker HOLLOW_DIAMOND = new Hollow(polygon(0, -0.65, 0.65, 0, 0, 0.65, -0.65, 0));
    private static final Marker HOLLOW_TRIANGLE = new Hollow(polygon(-0.6, 0.5, 0.6, 0.5, 0, -0.6));

    private static final Map<String, OrderLook> LOOKS = Map.of(
            Results.PROPOSED,
            new OrderLook("proposed (lowest variance first)", 0x0072B2, SeriesMarkers.CIRCLE),
            Results.RANDOM,
            new OrderLook("random", 0xD55E00, SeriesMarkers.SQUARE),
            "reversed",
            new OrderLook("reversed (highest variance first)", 0xCC79A7, SeriesMarkers.TRIANGLE_UP),
            "magnitude",
            new OrderLook("magnitude (smallest first)", 0x009E73, SeriesMarkers.DIAMOND),
            "fisher",
            new OrderLook("mean squared gradient (lowest first)", 0xE69F00, SeriesMarkers.TRIANGLE_DOWN),
            "minibatch",
            new OrderLook("mini-batch variance (lowest first)", 0x56B4E9, SeriesMarkers.TRAPEZOID),
            "update",
            new OrderLook("mean squared update (smallest first)", 0x6B3E1F, HOLLOW_SQUARE),
            "obd",
            new OrderLook("optimal brain damage (lowest saliency first)", 0x4D4D4D, HOLLOW_CIRCLE),
            "conditional",
            new OrderLook("conditional variance (lowest first)", 0x6A2C91, HOLLOW_DIAMOND),
            "belsley",
            new OrderLook("Belsley (near-dependent first)", 0x8A8F00, HOLLOW_TRIANGLE));

    private OrderLook(String title, int colour, Marker marker) {
        this(title, new Color(colour), marker, SOLID);
    }

    /** Returns the style for nothing frozen. */
    static OrderLook ofNone() {
        return new OrderLook("nothing frozen", Color.BLACK, SeriesMarkers.NONE, DOTTED);
    }

    /** Returns the style of a mask that is chosen once. */
    static OrderLook ofFixed(String order) {
        return new OrderLook(order + ", fixed mask", of(order).colour, HOLLOW_CIRCLE, DASHED);
    }

    /** Returns the style of a mask that is re-chosen. */
    static OrderLook ofReordered(String order) {
        OrderLook look = of(order);
        return new OrderLook(order + ", re-ordered", look.colour, look.marker, SOLID);
    }

    static OrderLook of(String order) {
        return LOOKS.getOrDefault(order, new OrderLook(order, 0x000000, SeriesMarkers.CROSS));
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }

    /** The outline of a shape, drawn around 0 with size 1, on white: XChart's further markers are too thin to be distinguished. */
    private static final class Hollow extends Marker {

        private static final BasicStroke OUTLINE = new BasicStroke(1.6f);

        private final Shape shape;

        Hollow(Shape shape) {
            this.shape = shape;
        }

        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            AffineTransform place = AffineTransform.getTranslateInstance(x, y);
            place.scale(size, size);
            Shape outline = place.createTransformedShape(shape);
            Color colour = graphics.getColor();
            graphics.setColor(Color.WHITE);
            graphics.fill(outline);
            graphics.setColor(colour);
            graphics.setStroke(OUTLINE);
            graphics.draw(outline);
        }
    }
}
