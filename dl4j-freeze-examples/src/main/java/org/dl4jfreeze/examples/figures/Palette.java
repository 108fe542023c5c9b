package org.dl4jfreeze.examples.figures;

import java.awt.Color;

/** The colours of heat maps. */
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

    /** ColorBrewer's RdBu turned round: blue, white in the middle, red; told apart with any kind of colour vision. */
    private static final Color[] BLUE_TO_RED = {
        new Color(0x053061),
        new Color(0x2166AC),
        new Color(0x4393C3),
        new Color(0x92C5DE),
        new Color(0xFFFFFF),
        new Color(0xF4A582),
        new Color(0xD6604D),
        new Color(0xB2182B),
        new Color(0x67001F)
    };

    private Palette() {}

    /** The colour of a value in [0, 1]. */
    static Color scale(double value) {
        return among(VIRIDIS, value);
    }

    /** The colour of a value in [0, 1] of which 0.5 is the neutral one. */
    static Color diverging(double value) {
        return among(BLUE_TO_RED, value);
    }

    private static Color among(Color[] colours, double value) {
        double position = Math.max(0, Math.min(1, value)) * (colours.length - 1);
        int below = Math.min((int) position, colours.length - 2);
        double part = position - below;
        Color from = colours[below];
        Color to = colours[below + 1];
        return new Color(
                between(from.getRed(), to.getRed(), part),
                between(from.getGreen(), to.getGreen(), part),
                between(from.getBlue(), to.getBlue(), part));
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + part * (to - from));
    }
}
