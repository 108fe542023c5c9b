package org.dl4jfreeze.examples.report;

import java.nio.file.Path;

/** A picture for the report: a PNG file, which is read when the report is written, and a caption without markup. */
public record Figure(Path png, String caption) {}
