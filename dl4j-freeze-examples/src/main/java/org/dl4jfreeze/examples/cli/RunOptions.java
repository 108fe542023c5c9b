package org.dl4jfreeze.examples.cli;

import java.util.List;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that compares orders: how many runs, of what, and how many at a time. */
final class RunOptions {

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "number of runs, a whole number from 1; each has its own initialisation and batch order"
                    + " (default: ${DEFAULT-VALUE})")
    private int runs;

    @Mixin
    SamplingOptions sampling;

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
            names = "--threads",
            paramLabel = "N",
            description = "runs at a time, a whole number from 1; results do not depend on it"
                    + " (default: ${DEFAULT-VALUE}, the processors of this machine)")
    private int threads;

    /** Creates the settings of a command with these and other options. */
    Settings settings(int freezeAt, int iterations, double learningRate, int batchSize, int examples) {
        return new Settings(
                runs,
                sampling.seed,
                freezeAt,
                Settings.GIVEN,
                iterations,
                learningRate,
                batchSize,
                examples,
                fractions,
                orders,
                sampling.sampler);
    }

    int threads() {
        Settings.checkAtLeast(1, threads, "number of threads");
        return threads;
    }
}
