package org.dl4jfreeze.examples.figures;

import java.util.Map;

/** How orders are called in figures. */
final class OrderNames {

    private static final Map<String, String> TITLES = Map.of(
            "variance", "proposed (lowest variance first)",
            "random", "random",
            "reversed", "reversed (highest variance first)",
            "magnitude", "magnitude (smallest first)",
            "fisher", "mean squared gradient (lowest first)");

    private OrderNames() {}

    static String title(String order) {
        return TITLES.getOrDefault(order, order);
    }
}
