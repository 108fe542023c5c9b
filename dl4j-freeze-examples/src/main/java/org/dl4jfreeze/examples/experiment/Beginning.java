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
 * The common beginning of a run: a network trained to t0 while a listener observes. The result depends only on the settings and on
 * two numbers, that of the initialisation and that of the batch order. Both are the number of the run, except in the runs
 * that are only made to see how much the order depends on the initialisation.
 *
 * <p>Holds what its orders need, which may be the full covariance, until it is closed.
 */
record Beginning(MultiLayerNetwork network, MiniBatches batches, FreezingListener observer, long randomOrderSeed)
        implements AutoCloseable {

    /** Trains a beginning, and collects what some orders need, as named on the command line; without any, only the variance. */
    static Beginning train(
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
        return new Beginning(network, batches, observer, randomOrderSeed);
    }

    ParameterOrder order(String name) {
        return observer.orderBy(OrderCriterion.named(name, randomOrderSeed));
    }

    float[] variance() {
        return observer.variance().toFloatVector();
    }

    /** Frees the full covariance, if there is one; only the orders that need it become unavailable. */
    @Override
    public void close() {
        observer.close();
    }
}
