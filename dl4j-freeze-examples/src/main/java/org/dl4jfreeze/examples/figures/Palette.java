package org.dl4jfreeze.examples.figures;

import java.awt.Color;

/** The colours of a heat map. */
final class Palette {

    /** Matplotlib's viridis at 0, 1/8, ..., 1: its lightness rises evenly, so it also reads in grey. */
    private static final Color[] VIRIDIS = {
        new Color(0x440154),
        new Color(0x472D7B),
        new Color(0x3B528B),
        new Color(0x2C728E),
        new Color(0x21918C),
        new Color(0x28AE80),
        new Color(0x5EC962),
        new Color(0xADDC30),
        new Color(0xFDE725)
    };

    private Palette() {}

    /** The colour of a value in [0, 1]. */
    static Color scale(double value) {
        double position = Math.max(0, Math.min(1, value)) * (VIRIDIS.length - 1);
        int below = Math.min((int) position, VIRIDIS.length - 2);
        double part = position - below;
        Color from = VIRIDIS[below];
        Color to = VIRIDIS[below + 1];
        return new Color(
                between(from.getRed(), to.getRed(), part),
                between(from.getGreen(), to.getGreen(), part),
                between(from.getBlue(), to.getBlue(), part));
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + part * (to - from));
    }
}
