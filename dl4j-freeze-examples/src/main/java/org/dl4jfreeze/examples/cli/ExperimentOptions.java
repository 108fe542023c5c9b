package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that belong to one data set. Where the user gives none of them, the preset's value holds. */
final class ExperimentOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "settings to start from, one of ${bundle:presets} (default: ${DEFAULT-VALUE})")
    private String preset;

    @Option(
            names = "--t0",
            paramLabel = "N",
            converter = FreezeTime.Converter.class,
            description = "iterations with all parameters active, a whole number from 1 and below --iterations; then"
                    + " parameters are frozen. Or auto: found in a run of its own, as the first iteration at which"
                    + " ${bundle:plateau} (default: ${DEFAULT-VALUE} iterations)")
    private FreezeTime freezeAt;

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
                    + " (default: all of it, ${DEFAULT-VALUE} unless --data is given)")
    private int examples;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "your own data of the same form: a CSV file with the same columns, or a folder with MNIST's four"
                            + " files (default: the bundled data)")
    private Path data;

    /** The default of one of these options, as text, or null where there is none. */
    static String defaultOf(Experiment experiment, ArgSpec argument) {
        Settings defaults = experiment.presets().get(0).settings();
        String option = ((OptionSpec) argument).longestName();
        switch (option) {
            case "--preset":
                return experiment.presets().get(0).name();
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
            case "--out":
                return Path.of("results", experiment.name()).toString();
            default:
                return RunOptions.defaultOf(defaults, option);
        }
    }

    /** All presets with what is special about each, for the help. */
    static String presets(Experiment experiment) {
        return experiment.presets().stream()
                .map(known -> known.name() + " (" + known.description() + ")")
                .collect(Collectors.joining(", "));
    }

    Preset preset(Experiment experiment) {
        return experiment.presets().stream()
                .filter(known -> known.name().equals(preset))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown preset \"" + preset + "\", must be one of "
                        + presets(experiment) + "; choose one of these"));
    }

    /**
     * What the user's options mean, given how many training examples there are; with t0 still that of the preset if it is
     * to be found.
     */
    Settings settings(Preset start, RunOptions common, ParseResult given, int trainingExamples) {
        Settings settings = start.settings();
        Settings.Builder builder = common.applyTo(settings, given).examples(trainingExamples);
        if (given.hasMatchedOption("--t0") && !freezeAt.isAuto()) {
            builder.freezeAt(freezeAt.iteration());
        }
        if (given.hasMatchedOption("--iterations")) {
            builder.iterations(iterations);
            if (isAuto()) {
                // whatever will be found; the preset's may be too late for that few iterations
                builder.freezeAt(Math.min(settings.freezeAt(), Math.max(1, iterations - 1)));
            }
        }
        if (given.hasMatchedOption("--learning-rate")) {
            builder.learningRate(learningRate);
        }
        if (given.hasMatchedOption("--batch-size")) {
            builder.batchSize(batchSize);
        }
        return builder.build();
    }

    boolean isAuto() {
        return freezeAt.isAuto();
    }

    Optional<Integer> examples(ParseResult given) {
        return given.hasMatchedOption("--examples") ? Optional.of(examples) : Optional.empty();
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }
}
