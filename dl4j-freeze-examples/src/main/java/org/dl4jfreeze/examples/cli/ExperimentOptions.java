package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that all experiments share. Their defaults differ by experiment and come from {@link #defaultOf}. */
final class ExperimentOptions {

    private static final List<Double> QUICK_FRACTIONS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    private static final int QUICK_RUNS = 5;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "number of runs, a whole number from 1; each has its own initialisation and batch order"
                    + " (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "whole number from which split, initialisations, batch orders and random orders are derived"
                    + " (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--t0",
            paramLabel = "N",
            description = "iterations with all parameters active, a whole number from 1 and below --iterations; then"
                    + " parameters are frozen (default: ${DEFAULT-VALUE} iterations)")
    private int freezeAt;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "iterations in all, a whole number above --t0 (default: ${DEFAULT-VALUE} iterations)")
    private int iterations;

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
                    + " (default: all of it, ${DEFAULT-VALUE} in the bundled data)")
    private int examples;

    @Option(
            names = "--fractions",
            paramLabel = "F",
            split = ",",
            description = "fractions of all parameters to freeze, numbers in [0, 1] separated by commas"
                    + " (default: ${DEFAULT-VALUE})")
    private List<Double> fractions;

    @Option(
            names = "--orders",
            paramLabel = "ORDER",
            split = ",",
            description = "orders to compare, separated by commas, of variance (the proposed one), random, reversed,"
                    + " magnitude, fisher (default: ${DEFAULT-VALUE})")
    private List<String> orders;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description =
                    "gradient differences that the variance is taken of: first-example (the paper's) or mini-batch"
                            + " (default: ${DEFAULT-VALUE})")
    private String sampler;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "runs at a time, a whole number from 1; results do not depend on it"
                    + " (default: ${DEFAULT-VALUE}, the processors of this machine)")
    private int threads;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for the results, created if need be (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "another CSV file with the same columns (default: the bundled one)")
    private Path data;

    @Option(
            names = "--quick",
            description = "a first look: 5 runs and fractions 0,0.25,0.5,0.75,1, where these are not given")
    private boolean quick;

    /** The default of an option for an experiment, as text, or null where there is none. */
    static String defaultOf(Experiment experiment, ArgSpec argument) {
        Settings defaults = experiment.defaults();
        switch (((OptionSpec) argument).longestName()) {
            case "--runs":
                return String.valueOf(defaults.runs());
            case "--seed":
                return String.valueOf(defaults.seed());
            case "--t0":
                return String.valueOf(defaults.freezeAt());
            case "--iterations":
                return String.valueOf(defaults.iterations());
            case "--learning-rate":
                return String.valueOf(defaults.learningRate());
            case "--batch-size":
                return String.valueOf(defaults.batchSize());
            case "--examples":
                return String.valueOf(defaults.examples());
            case "--fractions":
                return defaults.fractions().stream().map(String::valueOf).collect(Collectors.joining(","));
            case "--orders":
                return String.join(",", defaults.orders());
            case "--sampler":
                return defaults.samplerName();
            case "--threads":
                return String.valueOf(Runtime.getRuntime().availableProcessors());
            case "--out":
                return Path.of("results", experiment.name()).toString();
            default:
                return null;
        }
    }

    /** What the user's options mean, given how many training examples there are. */
    Settings settings(CommandLine command, int trainingExamples) {
        ParseResult given = command.getParseResult();
        return Settings.builder()
                .runs(quick && !given.hasMatchedOption("--runs") ? QUICK_RUNS : runs)
                .seed(seed)
                .freezeAt(freezeAt)
                .iterations(iterations)
                .learningRate(learningRate)
                .batchSize(batchSize)
                .examples(trainingExamples)
                .fractions(quick && !given.hasMatchedOption("--fractions") ? QUICK_FRACTIONS : fractions)
                .orders(orders)
                .sampler(sampler)
                .build();
    }

    Optional<Integer> examples(CommandLine command) {
        return command.getParseResult().hasMatchedOption("--examples") ? Optional.of(examples) : Optional.empty();
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    long seed() {
        return seed;
    }

    int threads() {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "Invalid number of threads " + threads + ", must be at least 1; choose a larger one");
        }
        return threads;
    }

    Path out() {
        return out;
    }
}
