package org.dl4jfreeze.examples.experiment;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;

/**
 * The common beginning of a run: a network trained to t0 while a listener observes. What comes out depends on the settings
 * and two numbers alone: that of the initialisation and that of the batch order. Both are those of the run, except for the
 * runs that are only made to see how far the order owes to the initialisation.
 *
 * <p>While orders can still be asked for, it holds what they need, which may be the full covariance: to be closed.
 */
final class Beginning implements AutoCloseable {

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

    /** That of a run, which will be asked for the orders of the settings. */
    static Beginning ofRun(Experiment experiment, Settings settings, TrainTest data, int number) {
        return train(experiment, settings, data, number, number, settings.orders());
    }

    /** One that will be asked for the variance alone. */
    static Beginning forVariance(
            Experiment experiment, Settings settings, TrainTest data, int initialisation, int batchOrder) {
        return train(experiment, settings, data, initialisation, batchOrder, List.of());
    }

    private static Beginning train(
            Experiment experiment,
            Settings settings,
            TrainTest data,
            int initialisation,
            int batchOrder,
            List<String> orders) {
        RunSeeds seeds = RunSeeds.of(settings, batchOrder);
        long randomOrderSeed = seeds.randomOrder();
        MultiLayerNetwork network = experiment.network(
                settings.learningRate(), RunSeeds.of(settings, initialisation).initialisation());
        FreezingListener observer = FreezingListener.builder(FreezePlan.never())
                .sampler(settings.sampler())
                .collect(orders.stream()
                        .map(name -> OrderCriterion.named(name, randomOrderSeed))
                        .toArray(OrderCriterion[]::new))
                .build();
        network.setListeners(observer);
        MiniBatches batches = Training.batches(settings, data, seeds.batchOrder());
        for (int i = 0; i < settings.freezeAt(); i++) {
            Training.step(network, batches.next());
        }
        network.setListeners();
        return new Beginning(network, observer, batches, randomOrderSeed);
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

    /** Frees the full covariance, if there is one; everything but orders that need it is there as before. */
    @Override
    public void close() {
        observer.close();
    }
}
