package org.dl4jfreeze.examples.report;

import java.nio.file.Path;

/** A picture for the report. */
public final class Figure {

    private final Path png;
    private final String caption;

    /**
     * Names a picture.
     *
     * @param png     a PNG file; it is read when the report is written
     * @param caption what it shows
     */
    public Figure(Path png, String caption) {
        this.png = png;
        this.caption = caption;
    }

    /**
     * The picture.
     *
     * @return a PNG file
     */
    public Path png() {
        return png;
    }

    /**
     * What it shows.
     *
     * @return text without markup
     */
    public String caption() {
        return caption;
    }
}
