package org.dl4jfreeze.examples.cli;

import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Option;

/** The options that decide which random numbers are drawn, and which gradients are compared. */
final class SamplingOptions {

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "whole number from which data, split, initialisations, batch orders and random orders are"
                    + " derived (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "gradient differences that the variance is taken of: first-example (the paper's), whole-batch"
                    + " or mini-batch (default: ${DEFAULT-VALUE})")
    private String sampler;

    /** The default of one of these options, as text, or null where it is none of them. */
    static String defaultOf(Settings defaults, String option) {
        switch (option) {
            case "--seed":
                return String.valueOf(defaults.seed());
            case "--sampler":
                return defaults.samplerName();
            default:
                return null;
        }
    }

    /** Settings with what the user gave in place of theirs. */
    Settings.Builder applyTo(Settings.Builder settings) {
        return settings.seed(seed).sampler(sampler);
    }

    long seed() {
        return seed;
    }
}
