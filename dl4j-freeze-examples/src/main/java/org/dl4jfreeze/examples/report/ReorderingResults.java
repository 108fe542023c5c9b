package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.ReorderingSettings;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;
import org.dl4jfreeze.examples.experiment.Trial;

/** All trials of a comparison of fixed masks with re-ordered ones, with the settings that they were made with. */
public final class ReorderingResults {

    private final Experiment experiment;
    private final ReorderingSettings settings;
    private final List<Trial> trials;

    /**
     * Gathers them.
     *
     * @param experiment data set and network
     * @param settings   the settings of the trials
     * @param trials     by run, one per treatment
     */
    public ReorderingResults(Experiment experiment, ReorderingSettings settings, List<Trial> trials) {
        this.experiment = experiment;
        this.settings = settings;
        this.trials = List.copyOf(trials);
    }

    /**
     * Data set and network.
     *
     * @return the experiment
     */
    public Experiment experiment() {
        return experiment;
    }

    /**
     * What the trials were made with.
     *
     * @return the settings
     */
    public ReorderingSettings settings() {
        return settings;
    }

    /**
     * All trials.
     *
     * @return by run, in the order of the settings' treatments
     */
    public List<Trial> trials() {
        return trials;
    }

    /**
     * The trials of all treatments.
     *
     * @return one group per treatment, in the order of the settings'
     */
    public List<TrialGroup> groups() {
        return settings.treatments().stream()
                .map(treatment -> group(treatment.order(), treatment.mask(), treatment.fraction()))
                .collect(Collectors.toList());
    }

    /**
     * The trials with nothing frozen.
     *
     * @return one per run
     */
    public TrialGroup nothingFrozen() {
        Treatment none = settings.treatments().get(0);
        return group(none.order(), none.mask(), none.fraction());
    }

    /**
     * The trials of one treatment.
     *
     * @param order    name of the order
     * @param mask     what became of the mask
     * @param fraction fraction of the parameters that was frozen
     * @return one per run
     */
    public TrialGroup group(String order, Mask mask, double fraction) {
        return new TrialGroup(trials.stream()
                .filter(trial -> trial.treatment().is(order, mask, fraction))
                .collect(Collectors.toList()));
    }
}
