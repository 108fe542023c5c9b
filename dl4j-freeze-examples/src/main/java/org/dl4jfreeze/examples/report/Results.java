package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;

/**
 * All runs of an experiment with the settings that they were made with.
 *
 * @param preset               the preset that the settings started from
 * @param runs                 at least one run, by number
 * @param sharedInitialisation gradient variances at t0 of runs that share the first run's initialisation and differ in batch order,
 *     the first run's own first; empty if none were made
 */
public record Results(
        Experiment experiment, Preset preset, Settings settings, List<Run> runs, List<float[]> sharedInitialisation) {

    /** Name of the order that the paper proposes. */
    public static final String PROPOSED = "variance";

    /** Name of the order that the paper compares it with. */
    public static final String RANDOM = "random";

    public Results {
        runs = List.copyOf(runs);
        sharedInitialisation = List.copyOf(sharedInitialisation);
    }

    /** Returns the name of the folder and of the data set in files: {@code boston}, {@code synthetic1-early}. */
    public String name() {
        return experiment.name(preset);
    }

    /** Returns the title with the preset, and whether t0 was found by a rule: {@code Synthetic 1 (late, t0 auto)}. */
    public String title() {
        List<String> marks = new ArrayList<>();
        if (experiment.presets().size() > 1) {
            marks.add(preset.name());
        }
        if (isFreezeAtFound()) {
            marks.add("t0 auto");
        }
        return marks.isEmpty() ? experiment.title() : experiment.title() + " (" + String.join(", ", marks) + ")";
    }

    /** Tells whether t0 was found by the settings' rule rather than given. */
    public boolean isFreezeAtFound() {
        return !settings.freezeAtRule().equals(Settings.GIVEN);
    }

    /** Returns the number of training examples of which the training loss is the mean; at most {@link TrainTest#EVALUATED}. */
    public int trainLossExamples() {
        return Math.min(settings.examples(), TrainTest.EVALUATED);
    }

    /** Returns {@code of the first 10,000 of 60,000 training examples}, or empty if the training loss is the mean over all of them. */
    public Optional<String> trainLossScope() {
        return settings.examples() == trainLossExamples()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "of the first %,d of %,d training examples",
                        trainLossExamples(),
                        settings.examples()));
    }

    /** Returns the number of parameters of the network, the paper's p. */
    public int parameters() {
        return runs.get(0).variance().length;
    }

    /** Returns the branches of one order, a group per fraction in ascending order. */
    public List<Group> groups(String order) {
        return settings.fractions().stream()
                .map(fraction -> new Group(runs.stream()
                        .flatMap(run -> run.branches().stream())
                        .filter(branch -> branch.order().equals(order) && branch.fraction() == fraction)
                        .toList()))
                .toList();
    }

    /** Returns the agreement of the proposed order between runs of different initialisation and batch order. */
    public Stability stability() {
        return Stability.between(runs.stream().map(Run::variance).toList());
    }

    /** Returns the agreement of the proposed order between runs of the same initialisation and different batch order. */
    public Stability stabilityWithSharedInitialisation() {
        return Stability.between(sharedInitialisation);
    }

    /** Returns the paper's claims on this data set, checked by {@link Claims}, in the paper's order. */
    public List<CheckedClaim> claims() {
        return Claims.check(this, experiment.claims());
    }
}
