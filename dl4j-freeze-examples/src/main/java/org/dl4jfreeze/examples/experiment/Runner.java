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
 * and fraction. All branches train side by side on the same mini-batches, so that each of these is cut once. A run depends only
 * on the settings and its number.
 *
 * <p>Branches that cannot differ are trained once: with nothing frozen there is one for all orders, and with everything
 * frozen the network is evaluated as it is.
 */
record Runner(Experiment experiment, Settings settings, TrainTest data, Progress progress) {

    /** Counts the iterations of a run, for the progress: the common part and all branches that are trained. */
    static long iterationsPerRun(Settings settings) {
        long inner = settings.fractions().stream().filter(f -> f > 0 && f < 1).count();
        long branches = inner * settings.orders().size() + (settings.fractions().contains(0.0) ? 1 : 0);
        return settings.freezeAt() + branches * (settings.iterations() - settings.freezeAt());
    }

    Run run(int number) {
        Beginning beginning = Beginning.train(experiment, settings, data, number, number, settings.orders());
        progress.advance(settings.freezeAt());
        List<Planned> planned;
        // closed before the branches are trained, because they need no covariance
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

    /** Trains to t0 with the first run's initialisation and another batch order; returns the gradient variance. */
    float[] varianceWithSharedInitialisation(int batchOrder) {
        try (Beginning beginning = Beginning.train(experiment, settings, data, 1, batchOrder, List.of())) {
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

    private record Planned(String order, double fraction, FreezeMask mask) {}
}
