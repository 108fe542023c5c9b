package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.PlateauSearch;
import org.dl4jfreeze.examples.experiment.Settings;

/** Puts the t0 that was found in place of the one in the settings. */
final class AutoFreezeTime {

    /** How many times a preset's iterations are tried before the search gives up. */
    private static final int PATIENCE = 10;

    private AutoFreezeTime() {}

    /**
     * Finds t0.
     *
     * @param iterationsGiven whether the number of iterations is the user's own: then the plateau must come before its
     *     end. Otherwise as many iterations follow t0 as did before
     * @throws IllegalArgumentException if there is no plateau in time
     */
    static Settings find(Experiment experiment, Settings settings, TrainTest data, boolean iterationsGiven) {
        int limit = iterationsGiven ? settings.iterations() - 1 : PATIENCE * settings.iterations();
        OptionalInt found = PlateauSearch.find(experiment, settings, data, limit);
        int freezeAt = found.orElseThrow(() -> new IllegalArgumentException("No plateau of the training loss of "
                + experiment.name() + " within " + limit + " iterations: at none of them " + PlateauSearch.rule()
                + ". Train longer or faster with --iterations or --learning-rate, or choose t0 with --t0"));
        int after = settings.iterations() - settings.freezeAt();
        return settings.toBuilder()
                .freezeAt(freezeAt)
                .iterations(iterationsGiven ? settings.iterations() : freezeAt + after)
                .freezeAtRule("auto: the first iteration at which " + PlateauSearch.rule())
                .build();
    }
}
