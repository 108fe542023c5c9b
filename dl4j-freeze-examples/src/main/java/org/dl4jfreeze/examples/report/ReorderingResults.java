package org.dl4jfreeze.examples.report;

import java.util.List;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.ReorderingSettings;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Trial;

/** All trials of a comparison of fixed masks with re-ordered ones, by run and in the order of the settings' treatments. */
public record ReorderingResults(Experiment experiment, ReorderingSettings settings, List<Trial> trials) {

    public ReorderingResults {
        trials = List.copyOf(trials);
    }

    /** Returns one group per treatment, in the order of the settings'. */
    public List<TrialGroup> groups() {
        return settings.treatments().stream().map(this::group).toList();
    }

    public TrialGroup nothingFrozen() {
        return group(Treatment.NONE);
    }

    /** Returns the trials of one treatment, one per run. */
    public TrialGroup group(Treatment treatment) {
        return new TrialGroup(trials.stream()
                .filter(trial -> trial.treatment().equals(treatment))
                .toList());
    }
}
