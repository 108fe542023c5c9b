package org.dl4jfreeze.examples.experiment;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;

/**
 * The common beginning of a run: a network trained to t0 while a listener observes. What comes out depends on the settings
 * and two numbers alone: that of the initialisation and that of the batch order. Both are those of the run, except for the
 * runs that are only made to see how far the order owes to the initialisation.
 */
final class Beginning {

    private final MultiLayerNetwork network;
    private final FreezingListener observer;
    private final MiniBatches batches;
    private final long randomOrderSeed;

    private Beginning(MultiLayerNetwork network, FreezingListener observer, MiniBatches batches, long randomOrderSeed) {
        this.network = network;
        this.observer = observer;
        this.batches = batches;
        this.randomOrderSeed = randomOrderSeed;
    }

    static Beginning train(
            Experiment experiment, Settings settings, TrainTest data, int initialisation, int batchOrder) {
        SplittableRandom initialisationSeeds = seedsOf(settings, initialisation);
        long initialisationSeed = initialisationSeeds.nextLong();
        SplittableRandom seeds = seedsOf(settings, batchOrder);
        seeds.nextLong();
        BatchOrder order = new BatchOrder(settings.examples(), settings.batchSize(), seeds.nextLong());
        long randomOrderSeed = seeds.nextLong();

        MultiLayerNetwork network = experiment.network(settings.learningRate(), initialisationSeed);
        FreezingListener observer = FreezingListener.builder(FreezePlan.never())
                .sampler(settings.sampler())
                .collect(settings.orders().stream()
                        .map(name -> OrderCriterion.named(name, randomOrderSeed))
                        .toArray(OrderCriterion[]::new))
                .build();
        network.setListeners(observer);
        MiniBatches batches = new MiniBatches(data.train(), order);
        for (int i = 0; i < settings.freezeAt(); i++) {
            Training.step(network, batches.next());
        }
        network.setListeners();
        return new Beginning(network, observer, batches, randomOrderSeed);
    }

    private static SplittableRandom seedsOf(Settings settings, int number) {
        // mixed, so that a run of one seed is not another run of the next seed
        return new SplittableRandom(new SplittableRandom(settings.seed()).nextLong() + number);
    }

    /** The network after t0 iterations, without listeners. */
    MultiLayerNetwork network() {
        return network;
    }

    /** The mini-batches that follow. */
    MiniBatches batches() {
        return batches;
    }

    ParameterOrder order(String name) {
        return observer.orderBy(OrderCriterion.named(name, randomOrderSeed));
    }

    float[] variance() {
        return observer.variance().toFloatVector();
    }
}
