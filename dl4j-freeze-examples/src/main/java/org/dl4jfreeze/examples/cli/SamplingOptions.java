package org.dl4jfreeze.examples.cli;

import picocli.CommandLine.Option;

/** The options that decide which random numbers are drawn, and which gradients are compared. */
final class SamplingOptions {

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "whole number from which data, split, initialisations, batch orders and random orders are"
                    + " derived (default: ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description =
                    "gradient differences from which the variance is computed: first-example (the paper's), whole-batch"
                            + " or mini-batch (default: ${DEFAULT-VALUE})")
    String sampler;
}
