package org.dl4jfreeze.examples.experiment;

/** A named range {@code [from, to)} of the flat parameter vector. */
public record ParameterRange(String name, int from, int to) {}
