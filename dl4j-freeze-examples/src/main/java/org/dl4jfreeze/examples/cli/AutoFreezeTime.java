package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.PlateauSearch;
import org.dl4jfreeze.examples.experiment.Settings;

/** Replaces the t0 of settings by the one that a plateau search finds. */
final class AutoFreezeTime {

    /** Multiple of a preset's iterations after which the search stops. */
    private static final int PATIENCE = 10;

    private AutoFreezeTime() {}

    /**
     * Finds t0. If the user set the number of iterations, the plateau must come before the last; otherwise the number of
     * iterations after t0 stays the same.
     */
    static Settings find(Experiment experiment, Settings settings, TrainTest data, boolean iterationsGiven) {
        int limit = iterationsGiven ? settings.iterations() - 1 : PATIENCE * settings.iterations();
        OptionalInt found = PlateauSearch.find(experiment, settings, data, limit);
        int freezeAt = found.orElseThrow(() -> new IllegalArgumentException("No plateau of the training loss of "
                + experiment.name() + " within " + limit + " iterations: at none of them " + PlateauSearch.rule()
                + ". Train longer or faster with --iterations or --learning-rate, or choose t0 with --t0"));
        int after = settings.iterations() - settings.freezeAt();
        return settings.withFreezing(
                freezeAt,
                "auto: the first iteration at which " + PlateauSearch.rule(),
                iterationsGiven ? settings.iterations() : freezeAt + after);
    }
}
