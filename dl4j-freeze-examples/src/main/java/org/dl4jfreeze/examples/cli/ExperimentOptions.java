package org.dl4jfreeze.examples.cli;

import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
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
            converter = FreezeTime.Converter.class,
            description = "iterations with all parameters active, a whole number from 1 and below --iterations; then"
                    + " parameters are frozen. Or auto: determined by a separate run, as the first iteration at which"
                    + " ${bundle:plateau} (default: ${DEFAULT-VALUE} iterations)")
    private FreezeTime freezeAt;

    @Mixin
    private TrainingOptions training;

    /** Describes all presets, for the help. */
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
        int presets = start.settings().freezeAt();
        // which may be too late for fewer iterations
        int first = training.iterations()
                .map(given -> Math.min(presets, Math.max(1, given - 1)))
                .orElse(presets);
        return training.settings(
                common.runs(),
                isAuto() ? first : freezeAt.iteration(),
                start.settings().iterations(),
                trainingExamples);
    }

    boolean isAuto() {
        return freezeAt.isAuto();
    }

    TrainingOptions training() {
        return training;
    }
}
