package org.dl4jfreeze.examples.report;

import java.nio.file.Path;

/**
 * A picture for the report.
 *
 * @param png     a PNG file; it is read when the report is written
 * @param caption what it shows, without markup
 */
public record Figure(Path png, String caption) {}
