package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Makes one run: trains a network to t0 while a listener observes, then, from that one snapshot, trains a branch for each
 * order and fraction. All branches see the same mini-batches. What a run gives depends on the settings and its number
 * alone.
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

    Run run(int number) {
        SplittableRandom seeds = new SplittableRandom(31 * settings.seed() + number);
        MultiLayerNetwork network = experiment.network(settings.learningRate(), seeds.nextLong());
        BatchOrder order = new BatchOrder(settings.examples(), settings.batchSize(), seeds.nextLong());
        long randomOrderSeed = seeds.nextLong();

        FreezingListener observer = observe(network, randomOrderSeed);
        train(network, new MiniBatches(data.train(), order.next(settings.freezeAt())));
        network.setListeners();

        BranchTrainer trainer = new BranchTrainer(
                network, new MiniBatches(data.train(), order.next(settings.iterations() - settings.freezeAt())));
        List<Branch> branches = new ArrayList<>();
        for (String name : settings.orders()) {
            ParameterOrder ranks = observer.orderBy(OrderCriterion.named(name, randomOrderSeed));
            for (double fraction : settings.fractions()) {
                FreezeMask mask = ranks.lowest((int) Math.round(fraction * ranks.size()));
                branches.add(new Branch(number, name, fraction, mask, trainer.losses(mask, ranks.size())));
            }
        }
        progress.runFinished(number);
        return new Run(number, observer.orderBy(OrderCriterion.gradientVariance()), branches);
    }

    private FreezingListener observe(MultiLayerNetwork network, long randomOrderSeed) {
        OrderCriterion[] criteria = settings.orders().stream()
                .map(name -> OrderCriterion.named(name, randomOrderSeed))
                .toArray(OrderCriterion[]::new);
        FreezingListener observer = FreezingListener.builder(FreezePlan.never())
                .sampler(settings.sampler())
                .collect(criteria)
                .build();
        network.setListeners(observer);
        return observer;
    }

    /** A copy of a network that goes on where that one is, with some of its parameters frozen. */
    static MultiLayerNetwork branch(MultiLayerNetwork snapshot, FreezeMask mask) {
        MultiLayerNetwork branch = snapshot.clone();
        // Adam's bias correction depends on the iteration, so the branch must go on counting where the snapshot is.
        branch.setIterationCount(snapshot.getIterationCount());
        branch.setEpochCount(snapshot.getEpochCount());
        if (mask.isAnyFrozen()) {
            FreezableNetwork.of(branch).freeze(mask);
        }
        return branch;
    }

    private void train(MultiLayerNetwork network, MiniBatches batches) {
        for (int i = 0; i < batches.size(); i++) {
            DataSet batch = batches.get(i);
            network.fit(batch.getFeatures(), batch.getLabels());
        }
        progress.advance(batches.size());
    }

    /** Trains branches of one snapshot on the same mini-batches; remembers those that are the same for all orders. */
    private final class BranchTrainer {

        private final MultiLayerNetwork snapshot;
        private final MiniBatches batches;
        private Losses nothingFrozen;
        private Losses allFrozen;

        BranchTrainer(MultiLayerNetwork snapshot, MiniBatches batches) {
            this.snapshot = snapshot;
            this.batches = batches;
        }

        Losses losses(FreezeMask mask, int freezable) {
            if (mask.frozenCount() == 0) {
                nothingFrozen = nothingFrozen == null ? trained(mask) : nothingFrozen;
                return nothingFrozen;
            }
            if (mask.frozenCount() == freezable) {
                allFrozen = allFrozen == null ? Losses.of(snapshot, data) : allFrozen;
                return allFrozen;
            }
            return trained(mask);
        }

        private Losses trained(FreezeMask mask) {
            MultiLayerNetwork branch = branch(snapshot, mask);
            train(branch, batches);
            return Losses.of(branch, data);
        }
    }
}
