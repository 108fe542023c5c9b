package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say on what a network is trained, and how a step is made. Where the user gives none of them, other settings hold. */
final class ExampleOptions {

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Adam's learning rate, a number above 0 (default: ${DEFAULT-VALUE})")
    private double learningRate;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "examples per mini-batch, a whole number from 1 to --examples"
                    + " (default: ${DEFAULT-VALUE} examples)")
    private int batchSize;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "training examples used, a whole number from 1 to the size of the training part"
                    + " (default: all of it, ${DEFAULT-VALUE} unless --data is given)")
    private int examples;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "your own data of the same form: a CSV file with the same columns, or a folder with MNIST's four"
                            + " files (default: the bundled data)")
    private Path data;

    /** The default of one of these options, as text, or null where it is none of them. */
    static String defaultOf(Settings defaults, String option) {
        switch (option) {
            case "--learning-rate":
                return String.valueOf(defaults.learningRate());
            case "--batch-size":
                return String.valueOf(defaults.batchSize());
            case "--examples":
                return String.valueOf(defaults.examples());
            default:
                return null;
        }
    }

    /** Settings with what the user gave in place of theirs. */
    Settings.Builder applyTo(Settings.Builder settings, ParseResult given) {
        if (given.hasMatchedOption("--learning-rate")) {
            settings.learningRate(learningRate);
        }
        if (given.hasMatchedOption("--batch-size")) {
            settings.batchSize(batchSize);
        }
        return settings;
    }

    Optional<Integer> count(ParseResult given) {
        return given.hasMatchedOption("--examples") ? Optional.of(examples) : Optional.empty();
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** As many training examples as the options say there are; without saying, the user's own file may hold any number. */
    int expected(Settings defaults, ParseResult given) {
        return count(given).orElse(data == null ? defaults.examples() : Integer.MAX_VALUE);
    }
}
