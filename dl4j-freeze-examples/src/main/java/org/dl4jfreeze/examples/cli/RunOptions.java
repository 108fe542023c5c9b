package org.dl4jfreeze.examples.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Option;

/** The options that every command has: how many runs, of what, and how many at a time. */
final class RunOptions {

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "number of runs, a whole number from 1; each has its own initialisation and batch order"
                    + " (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "whole number from which data, split, initialisations, batch orders and random orders are"
                    + " derived (default: ${DEFAULT-VALUE})")
    private long seed;

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
                    + " magnitude, fisher, minibatch, update, obd, conditional, belsley (default: ${DEFAULT-VALUE})")
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

    /** The default of one of these options, as text, or null where there is none. */
    static String defaultOf(Settings defaults, String option) {
        switch (option) {
            case "--runs":
                return String.valueOf(defaults.runs());
            case "--seed":
                return String.valueOf(defaults.seed());
            case "--fractions":
                return defaults.fractions().stream().map(String::valueOf).collect(Collectors.joining(","));
            case "--orders":
                return String.join(",", defaults.orders());
            case "--sampler":
                return defaults.samplerName();
            case "--threads":
                return String.valueOf(Runtime.getRuntime().availableProcessors());
            default:
                return null;
        }
    }

    /** Settings with what the user gave in place of theirs. */
    Settings.Builder applyTo(Settings settings) {
        return settings.toBuilder()
                .runs(runs)
                .seed(seed)
                .fractions(fractions)
                .orders(orders)
                .sampler(sampler);
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
}
