package org.dl4jfreeze.examples.figures;

import java.util.List;
import java.util.OptionalInt;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Preset;

/** Creates experiments with what figures need, without data and network. */
final class FakeExperiment {

    private FakeExperiment() {}

    static Experiment ofImages(String title, int side, String structure, ParameterRange zoom) {
        return of(title, structure, zoom, OptionalInt.of(side));
    }

    static Experiment of(String title, ParameterRange zoom) {
        return of(title, "13-20-1", zoom, OptionalInt.empty());
    }

    private static Experiment of(String title, String structure, ParameterRange zoom, OptionalInt imageSide) {
        Preset preset =
                new Preset("default", "", Experiments.boston().presets().get(0).settings());
        return new Experiment(
                "fake",
                title,
                title,
                "regression",
                structure,
                "mean squared error, (1000 $)²",
                "loss",
                "mask",
                List.of(preset),
                List.of(),
                zoom,
                imageSide,
                null,
                null);
    }
}
