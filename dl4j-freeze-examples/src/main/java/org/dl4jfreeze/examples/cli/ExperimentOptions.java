package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.PlateauSearch;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that belong to one data set. */
final class ExperimentOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "settings to start from, one of ${bundle:presets} (default: ${DEFAULT-VALUE})")
    private String preset;

    @Option(
            names = "--t0",
            paramLabel = "N",
            converter = FreezeTime.class,
            description = "iterations with all parameters active, a whole number from 1 and below --iterations; then"
                    + " parameters are frozen. Or auto: determined by a separate run, as the first iteration at which"
                    + " ${bundle:plateau} (default: ${DEFAULT-VALUE} iterations)")
    private OptionalInt freezeAt;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description =
                    "iterations in total, a whole number above --t0 (default: ${bundle:all-iterations} iterations)")
    private Integer iterations;

    @Mixin
    ExampleOptions examples;

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

    /** Creates the settings for a number of training examples; a t0 that is still to be determined is the preset's. */
    Settings settings(Preset start, KeptRunOptions common, int trainingExamples) {
        int total = iterations == null ? start.settings().iterations() : iterations;
        // the preset's may be too late for fewer iterations
        int first = Math.min(start.settings().freezeAt(), Math.max(1, total - 1));
        return common.runs.settings(
                freezeAt.orElse(first), total, examples.learningRate, examples.batchSize, trainingExamples);
    }

    /** Determines t0 if it is still to be determined. */
    Settings determined(Experiment experiment, Settings settings, TrainTest data) {
        return freezeAt.isEmpty() ? PlateauSearch.find(experiment, settings, data, iterations != null) : settings;
    }
}
