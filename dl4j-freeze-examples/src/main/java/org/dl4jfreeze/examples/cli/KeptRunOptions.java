package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.List;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that repeat the paper's experiments: where finished runs are kept, and whether a few are enough. */
final class KeptRunOptions {

    private static final List<Double> QUICK_FRACTIONS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    private static final int QUICK_RUNS = 5;

    @Mixin
    RunOptions runs;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for the results, created if missing; finished runs are kept in it, and an interrupted"
                    + " command resumes (default: ${DEFAULT-VALUE})")
    Path out;

    @Option(
            names = "--quick",
            description = "a first look: 5 runs and fractions 0,0.25,0.5,0.75,1, where these are not given")
    boolean quick;

    @Option(names = "--fresh", description = "make every run again, also those that an earlier invocation finished")
    boolean fresh;

    /** Returns the default settings under {@code --quick}. */
    static Settings quick(Settings settings) {
        return settings.withRuns(QUICK_RUNS).withFractions(QUICK_FRACTIONS);
    }
}
