package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.Settings;

/** All runs of an experiment with the settings that they were made with. */
public final class Results {

    private final Experiment experiment;
    private final Settings settings;
    private final List<Run> runs;

    /**
     * Gathers them.
     *
     * @param experiment data set and network
     * @param settings   the settings of the runs
     * @param runs       at least one run
     */
    public Results(Experiment experiment, Settings settings, List<Run> runs) {
        this.experiment = experiment;
        this.settings = settings;
        this.runs = List.copyOf(runs);
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
        return runs.get(0).proposedOrder().parameterCount();
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
     * Agreement of the proposed order between runs.
     *
     * @return the agreement
     */
    public Stability stability() {
        return Stability.between(runs);
    }
}
