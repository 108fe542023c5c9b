package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.List;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options of commands that repeat the paper's experiments: where finished runs are kept, and how few will do. */
final class KeptRunOptions {

    private static final List<Double> QUICK_FRACTIONS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    private static final int QUICK_RUNS = 5;

    @Mixin
    private RunOptions runs;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "folder for the results, created if need be; finished runs are kept in it, and an interrupted"
                    + " command goes on where it stopped (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--quick",
            description = "a first look: 5 runs and fractions 0,0.25,0.5,0.75,1, where these are not given")
    private boolean quick;

    @Option(names = "--fresh", description = "make every run again, also those that an earlier call has finished")
    private boolean fresh;

    /** Settings with what the user gave in place of theirs. */
    Settings.Builder applyTo(Settings settings, ParseResult given) {
        Settings.Builder builder = runs.applyTo(settings);
        if (quick && !given.hasMatchedOption("--runs")) {
            builder.runs(QUICK_RUNS);
        }
        if (quick && !given.hasMatchedOption("--fractions")) {
            builder.fractions(QUICK_FRACTIONS);
        }
        return builder;
    }

    long seed() {
        return runs.seed();
    }

    int threads() {
        return runs.threads();
    }

    Path out() {
        return out;
    }

    boolean quick() {
        return quick;
    }

    boolean fresh() {
        return fresh;
    }
}
