package org.dl4jfreeze.examples.experiment;

/** Named settings of an experiment, as on the command line. The first preset of an experiment holds its defaults. */
public record Preset(String name, String description, Settings settings) {

    /** Returns a preset whose t0 meets the paper's condition. */
    static Preset late(Settings settings) {
        String description = "t0 near the end of training, as the paper requires: the loss hardly falls any further";
        return new Preset("late", description, settings);
    }

    static Preset early(String description, Settings settings) {
        return new Preset("early", description, settings);
    }
}
