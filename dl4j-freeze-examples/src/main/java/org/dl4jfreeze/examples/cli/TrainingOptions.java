package org.dl4jfreeze.examples.cli;

import java.util.Optional;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide how a network is trained, and on what. */
final class TrainingOptions {

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "iterations in total, a whole number above --t0 (default: ${bundle:all-iterations} iterations)")
    private Integer iterations;

    @Mixin
    private ExampleOptions examples;

    Optional<Integer> iterations() {
        return Optional.ofNullable(iterations);
    }

    ExampleOptions examples() {
        return examples;
    }

    /** Creates the settings of a command with these and other options. */
    Settings settings(RunOptions runs, int freezeAt, int defaultIterations, int count) {
        return runs.settings(
                freezeAt, iterations().orElse(defaultIterations), examples.learningRate(), examples.batchSize(), count);
    }
}
