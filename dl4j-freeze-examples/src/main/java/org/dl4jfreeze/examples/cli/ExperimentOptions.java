package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private TrainingOptions training;

    /** The default of one of these options, as text, or null where there is none. */
    static String defaultOf(Experiment experiment, ArgSpec argument) {
        Settings defaults = experiment.presets().get(0).settings();
        String option = ((OptionSpec) argument).longestName();
        switch (option) {
            case "--preset":
                return experiment.presets().get(0).name();
            case "--t0":
                return String.valueOf(defaults.freezeAt());
            case "--out":
                return Path.of("results", experiment.name()).toString();
            default:
                return TrainingOptions.defaultOf(defaults, option);
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
    Settings settings(Preset start, KeptRunOptions common, ParseResult given, int trainingExamples) {
        Settings settings = start.settings();
        Settings.Builder builder =
                training.applyTo(common.applyTo(settings, given), given).examples(trainingExamples);
        if (!given.hasMatchedOption("--t0")) {
            return builder.build();
        }
        if (!isAuto()) {
            return builder.freezeAt(freezeAt.iteration()).build();
        }
        if (given.hasMatchedOption("--iterations")) {
            // whatever will be found; the preset's may be too late for that few iterations
            builder.freezeAt(Math.min(settings.freezeAt(), Math.max(1, training.iterations() - 1)));
        }
        return builder.build();
    }

    boolean isAuto() {
        return freezeAt.isAuto();
    }

    TrainingOptions training() {
        return training;
    }
}
