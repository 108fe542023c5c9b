package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;

/** Before t0 a network with FreezingAdam and a listener is bit-identical to the network with stock Adam and without one. */
class StockEquivalenceMatrixTest {

    private static final int ITERATIONS = 3;

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#most")
    void untilItFreezesTheListenerChangesNothing(Entry entry) {
        Known.check(Known.STOCK_EQUIVALENCE, entry, () -> check(entry));
    }

    private static void check(Entry entry) {
        Model stock = entry.network(entry.type(), Adams.STOCK);
        train(stock, entry);
        Model ours = entry.network(entry.type(), Adams.FREEZING);
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(1000).fraction(0.5))
                .sampler(entry.isRefused() ? GradientSampler.miniBatch() : GradientSampler.firstExample())
                .build();
        Training.addListeners(ours, listener);
        train(ours, entry);

        assertThat(Bits.of(ours.params())).as("parameters").containsExactly(Bits.of(stock.params()));
        assertThat(moments(ours)).as("moments").isNotEmpty().isEqualTo(moments(stock));
        assertThat(listener.samplesTaken()).isGreaterThanOrEqualTo(ITERATIONS);
        assertThat(listener.variance().maxNumber().doubleValue()).isPositive();
    }

    private static void train(Model network, Entry entry) {
        Nd4j.getRandom().setSeed(7);
        Training.fit(network, 0, ITERATIONS, t -> entry.batch(entry.type(), t));
    }

    /** The bits of Adam's M and V, block by block. */
    private static List<List<Long>> moments(Model network) {
        BaseMultiLayerUpdater<?> updater = network instanceof MultiLayerNetwork
                ? (BaseMultiLayerUpdater<?>) ((MultiLayerNetwork) network).getUpdater()
                : ((ComputationGraph) network).getUpdater();
        List<List<Long>> moments = new ArrayList<>();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            GradientUpdater<?> adam = block.getGradientUpdater();
            if (adam instanceof AdamUpdater || adam.getConfig() instanceof org.dl4jfreeze.FreezingAdam) {
                for (String state : List.of(AdamUpdater.M_STATE, AdamUpdater.V_STATE)) {
                    List<Long> bits = new ArrayList<>();
                    for (long bit : Bits.of(adam.getState().get(state).ravel())) {
                        bits.add(bit);
                    }
                    moments.add(bits);
                }
            }
        }
        return moments;
    }
}
