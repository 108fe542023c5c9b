package org.dl4jfreeze.examples.experiment;

/** Settings of an experiment under a name. An experiment's first preset holds its defaults. */
public final class Preset {

    /** Describes presets whose t0 meets the paper's condition. */
    static final String LATE = "t0 near the end of training, as the paper asks: the loss hardly falls any further";

    private final String name;
    private final String description;
    private final Settings settings;

    /**
     * Names settings.
     *
     * @param name        a short name in lower case, as on the command line
     * @param description what is special about them, for help and report
     * @param settings    the settings
     */
    public Preset(String name, String description, Settings settings) {
        this.name = name;
        this.description = description;
        this.settings = settings;
    }

    /**
     * The name on the command line.
     *
     * @return a short name in lower case
     */
    public String name() {
        return name;
    }

    /**
     * What is special about these settings.
     *
     * @return one line
     */
    public String description() {
        return description;
    }

    /**
     * The settings.
     *
     * @return the values that hold where the user gives none
     */
    public Settings settings() {
        return settings;
    }
}
