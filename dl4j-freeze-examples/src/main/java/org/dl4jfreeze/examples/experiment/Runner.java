package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.data.TrainTest;

/**
 * Makes one run: trains a network to t0 while a listener observes, then, from that one snapshot, a branch for each order
 * and fraction. All branches see the same mini-batches, and train side by side so that each is cut once. What a run gives
 * depends on the settings and its number alone.
 *
 * <p>Branches that cannot differ are trained once: with nothing frozen there is one for all orders, and with everything
 * frozen the network is evaluated as it is.
 */
final class Runner {

    private final Experiment experiment;
    private final Settings settings;
    private final TrainTest data;
    private final Progress progress;

    Runner(Experiment experiment, Settings settings, TrainTest data, Progress progress) {
        this.experiment = experiment;
        this.settings = settings;
        this.data = data;
        this.progress = progress;
    }

    /** Iterations that a run trains, for the progress: the common part and all branches that are trained. */
    static long iterationsPerRun(Settings settings) {
        long inner = settings.fractions().stream().filter(f -> f > 0 && f < 1).count();
        long branches = inner * settings.orders().size() + (settings.fractions().contains(0.0) ? 1 : 0);
        return settings.freezeAt() + branches * (settings.iterations() - settings.freezeAt());
    }

    /** The whole run of a number, from 1. */
    Run run(int number) {
        Beginning beginning = Beginning.ofRun(experiment, settings, data, number);
        progress.advance(settings.freezeAt());
        List<Planned> planned;
        // the branches, which come next, need no covariance
        try (beginning) {
            planned = plan(beginning);
        }
        Map<FreezeMask, Losses> losses = losses(beginning, planned);
        List<Branch> branches = new ArrayList<>();
        for (Planned branch : planned) {
            branches.add(new Branch(number, branch.order, branch.fraction, branch.mask, losses.get(branch.mask)));
        }
        progress.runFinished(number);
        return new Run(number, beginning.variance(), branches);
    }

    /** The gradient variance at t0 of a run with the first run's initialisation and another batch order. */
    float[] varianceWithSharedInitialisation(int batchOrder) {
        try (Beginning beginning = Beginning.forVariance(experiment, settings, data, 1, batchOrder)) {
            progress.advance(settings.freezeAt());
            return beginning.variance();
        }
    }

    private List<Planned> plan(Beginning beginning) {
        List<Planned> planned = new ArrayList<>();
        for (String name : settings.orders()) {
            ParameterOrder order = beginning.order(name);
            for (double fraction : settings.fractions()) {
                planned.add(new Planned(name, fraction, order.lowest((int) Math.round(fraction * order.size()))));
            }
        }
        return planned;
    }

    private Map<FreezeMask, Losses> losses(Beginning beginning, List<Planned> planned) {
        Map<FreezeMask, MultiLayerNetwork> networks = new LinkedHashMap<>();
        for (Planned branch : planned) {
            networks.computeIfAbsent(branch.mask, mask -> Training.branch(beginning.network(), mask));
        }
        List<MultiLayerNetwork> moving = new ArrayList<>();
        networks.forEach((mask, network) -> {
            if (mask.frozenCount() < mask.length()) {
                moving.add(network);
            }
        });
        Training.train(moving, beginning.batches(), settings.iterations() - settings.freezeAt(), progress);
        Map<FreezeMask, Losses> losses = new LinkedHashMap<>();
        networks.forEach((mask, network) -> losses.put(mask, Losses.of(network, data)));
        return losses;
    }

    private static final class Planned {

        private final String order;
        private final double fraction;
        private final FreezeMask mask;

        Planned(String order, double fraction, FreezeMask mask) {
            this.order = order;
            this.fraction = fraction;
            this.mask = mask;
        }
    }
}
