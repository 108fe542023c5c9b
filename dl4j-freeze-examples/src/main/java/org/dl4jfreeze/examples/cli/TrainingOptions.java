package org.dl4jfreeze.examples.cli;

import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say how a network is trained, and on what. Where the user gives none of them, other settings hold. */
final class TrainingOptions {

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "iterations in all, a whole number above --t0 (default: ${DEFAULT-VALUE} iterations)")
    private int iterations;

    @Mixin
    private ExampleOptions examples;

    /** The default of one of these options or of {@link RunOptions}, as text, or null where there is none. */
    static String defaultOf(Settings defaults, String option) {
        switch (option) {
            case "--iterations":
                return String.valueOf(defaults.iterations());
            default:
                String value = ExampleOptions.defaultOf(defaults, option);
                return value != null ? value : RunOptions.defaultOf(defaults, option);
        }
    }

    /** Settings with what the user gave in place of theirs. */
    Settings.Builder applyTo(Settings.Builder settings, ParseResult given) {
        if (given.hasMatchedOption("--iterations")) {
            settings.iterations(iterations);
        }
        return examples.applyTo(settings, given);
    }

    /** What the user gave, or else the default. */
    int iterations() {
        return iterations;
    }

    ExampleOptions examples() {
        return examples;
    }
}
