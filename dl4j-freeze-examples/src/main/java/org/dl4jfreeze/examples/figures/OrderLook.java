package org.dl4jfreeze.examples.figures;

import java.awt.Color;
import java.util.Map;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How an order is called and drawn, the same in every figure. Colours are Okabe and Ito's, which readers with any kind of
 * colour vision can tell apart; markers differ too.
 */
final class OrderLook {

    private static final Map<String, OrderLook> LOOKS = Map.of(
            "variance", new OrderLook("proposed (lowest variance first)", 0x0072B2, SeriesMarkers.CIRCLE),
            "random", new OrderLook("random", 0xD55E00, SeriesMarkers.SQUARE),
            "reversed", new OrderLook("reversed (highest variance first)", 0xCC79A7, SeriesMarkers.TRIANGLE_UP),
            "magnitude", new OrderLook("magnitude (smallest first)", 0x009E73, SeriesMarkers.DIAMOND),
            "fisher", new OrderLook("mean squared gradient (lowest first)", 0xE69F00, SeriesMarkers.TRIANGLE_DOWN));

    private final String title;
    private final Color colour;
    private final Marker marker;

    private OrderLook(String title, int colour, Marker marker) {
        this.title = title;
        this.colour = new Color(colour);
        this.marker = marker;
    }

    static OrderLook of(String order) {
        return LOOKS.getOrDefault(order, new OrderLook(order, 0x000000, SeriesMarkers.CROSS));
    }

    String title() {
        return title;
    }

    Color colour() {
        return colour;
    }

    Marker marker() {
        return marker;
    }
}
