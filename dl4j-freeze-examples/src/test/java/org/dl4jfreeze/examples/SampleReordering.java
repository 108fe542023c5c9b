package org.dl4jfreeze.examples;

import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.ReorderingSettings;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;
import org.dl4jfreeze.examples.experiment.Trial;
import org.dl4jfreeze.examples.report.ReorderingResults;

/**
 * A comparison of masks of four parameters in two runs. Training losses: 1 and 1.1 with nothing frozen, 3 and 3.1 under a fixed
 * mask, 1.5 and 1.6 re-ordered; test losses are double.
 */
public final class SampleReordering {

    private SampleReordering() {}

    public static ReorderingResults twoRuns(Double... fractions) {
        Settings training = Settings.of(2, 0, 100, 1000, 0.01, 32, 404).withFractions(List.of(fractions));
        ReorderingSettings settings = new ReorderingSettings(training, 50);
        List<Trial> trials = new ArrayList<>();
        for (int run = 1; run <= 2; run++) {
            for (Treatment treatment : settings.treatments()) {
                trials.add(trial(run, treatment));
            }
        }
        return new ReorderingResults(Experiments.mnist(), settings, trials);
    }

    private static Trial trial(int run, Treatment treatment) {
        double loss = 0.1 * (run - 1) + (treatment.mask() == Mask.NONE ? 1 : treatment.mask() == Mask.FIXED ? 3 : 1.5);
        FreezeMask.Builder mask = new FreezeMask.Builder(4);
        if (treatment.mask() != Mask.NONE) {
            // two of four; one of the two that the fixed mask leaves active is left active by the re-ordered one
            mask.freeze(0).freeze(treatment.mask() == Mask.FIXED ? 1 : 2);
        }
        return new Trial(run, treatment, mask.build(), new Losses(loss, 2 * loss), 1 / (1 + loss));
    }
}
