package org.dl4jfreeze.examples.figures;

import java.awt.Color;

/** The colours of heat maps, between which values in [0, 1] are interpolated. */
enum Palette {
    /** Matplotlib's viridis at 0, 1/8, ..., 1: its lightness rises evenly, so it also reads in grey. */
    VIRIDIS(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725),

    /** ColorBrewer's RdBu reversed: blue, white in the middle, red; distinguishable with any kind of colour vision. */
    BLUE_TO_RED(0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xFFFFFF, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F);

    private final int[] colours;

    Palette(int... colours) {
        this.colours = colours;
    }

    /** Returns the opaque colour of a value in [0, 1]. */
    int rgb(double value) {
        double position = Math.max(0, Math.min(1, value)) * (colours.length - 1);
        int below = Math.min((int) position, colours.length - 2);
        Color from = new Color(colours[below]);
        Color to = new Color(colours[below + 1]);
        double part = position - below;
        return new Color(
                        between(from.getRed(), to.getRed(), part),
                        between(from.getGreen(), to.getGreen(), part),
                        between(from.getBlue(), to.getBlue(), part))
                .getRGB();
    }

    private static int between(int from, int to, double part) {
        return (int) Math.round(from + part * (to - from));
    }
}
