package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;

/** All runs of an experiment with the settings that they were made with. */
public final class Results {

    /** Name of the order that the paper proposes. */
    public static final String PROPOSED = "variance";

    /** Name of the order that the paper compares it with. */
    public static final String RANDOM = "random";

    private final Experiment experiment;
    private final Settings settings;
    private final Preset preset;
    private final List<Run> runs;
    private final List<float[]> sharedInitialisation;
    private List<CheckedClaim> claims;

    /**
     * Gathers them.
     *
     * @param experiment           data set and network
     * @param preset               the preset that the settings started from
     * @param settings             the settings of the runs
     * @param runs                 at least one run
     * @param sharedInitialisation gradient variances at t0 of runs that share the first run's initialisation and differ in
     *     batch order, the first run's own among them; empty if none were made
     */
    public Results(
            Experiment experiment,
            Preset preset,
            Settings settings,
            List<Run> runs,
            List<float[]> sharedInitialisation) {
        this.experiment = experiment;
        this.preset = preset;
        this.settings = settings;
        this.runs = List.copyOf(runs);
        this.sharedInitialisation = List.copyOf(sharedInitialisation);
    }

    /**
     * Name of the folder and of the data set in tables: that of the experiment, with the preset's unless it is the default.
     *
     * @return for instance {@code boston}, {@code synthetic1-early}
     */
    public String name() {
        return experiment.name(preset);
    }

    /**
     * Title of the experiment, with the preset where there are several, and whether t0 was found by a rule.
     *
     * @return words for a title, for instance {@code Synthetic 1 (late, t0 auto)}
     */
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

    /**
     * Whether t0 was found by the settings' rule.
     *
     * @return false if it was simply given
     */
    public boolean isFreezeAtFound() {
        return !settings.freezeAtRule().equals(Settings.GIVEN);
    }

    /**
     * Number of training examples of which the training loss is the mean.
     *
     * @return all of them, or the first {@value TrainTest#EVALUATED} if there are more
     */
    public int trainLossExamples() {
        return Math.min(settings.examples(), TrainTest.EVALUATED);
    }

    /**
     * Of which examples the training loss is the mean, where these are not all.
     *
     * @return for instance {@code of the first 10,000 of 60,000 training examples}; empty if they are all
     */
    public Optional<String> trainLossScope() {
        return settings.examples() == trainLossExamples()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "of the first %,d of %,d training examples",
                        trainLossExamples(),
                        settings.examples()));
    }

    /**
     * The preset that the settings started from.
     *
     * @return the preset
     */
    public Preset preset() {
        return preset;
    }

    /**
     * Gradient variances at t0 of the runs that share an initialisation.
     *
     * @return one array per run, the first run's own first; empty if none were made
     */
    public List<float[]> sharedInitialisation() {
        return sharedInitialisation;
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
     * What the runs were made with.
     *
     * @return the settings
     */
    public Settings settings() {
        return settings;
    }

    /**
     * The runs.
     *
     * @return by number
     */
    public List<Run> runs() {
        return runs;
    }

    /**
     * Number of parameters of the network, the paper's p.
     *
     * @return the number
     */
    public int parameters() {
        return runs.get(0).variance().length;
    }

    /**
     * The branches of one order, grouped by fraction.
     *
     * @param order name of the order
     * @return one group per fraction, ascending
     */
    public List<Group> groups(String order) {
        List<Group> groups = new ArrayList<>();
        for (double fraction : settings.fractions()) {
            List<Branch> branches = runs.stream()
                    .flatMap(run -> run.branches().stream())
                    .filter(branch -> branch.order().equals(order) && branch.fraction() == fraction)
                    .collect(Collectors.toList());
            groups.add(new Group(branches));
        }
        return groups;
    }

    /**
     * Agreement of the proposed order between runs of different initialisation and batch order.
     *
     * @return the agreement
     */
    public Stability stability() {
        return Stability.between(runs.stream().map(Run::variance).collect(Collectors.toList()));
    }

    /**
     * Agreement of the proposed order between runs of the same initialisation and different batch order.
     *
     * @return the agreement
     */
    public Stability stabilityWithSharedInitialisation() {
        return Stability.between(sharedInitialisation);
    }

    /**
     * The paper's claims on this data set, checked by {@link Claims#check}; once, as several tables show them.
     *
     * @return in the paper's order
     */
    public synchronized List<CheckedClaim> claims() {
        if (claims == null) {
            claims = List.copyOf(Claims.check(this));
        }
        return claims;
    }
}
