package org.dl4jfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Over 10,000 iterations nothing is left behind off the heap: ND4J keeps account of every array whose memory it has to free. */
class MemoryGrowthBench {

    private static final int ITERATIONS = 10_000;
    private static final int WARM_UP = 4_000;

    /** A leak of one array in a hundred iterations would be 60. */
    private static final int CHANCE = 30;

    private enum Training {
        STOCK_ADAM(null, null),
        FIRST_EXAMPLE(FreezePlan.never(), GradientSampler.firstExample()),
        MINI_BATCH(FreezePlan.never(), GradientSampler.miniBatch()),
        WHOLE_BATCH(FreezePlan.never(), GradientSampler.wholeBatch()),
        HALF_FROZEN(FreezePlan.atIteration(10).fraction(0.5), GradientSampler.firstExample());

        private final FreezePlan plan;
        private final GradientSampler sampler;

        Training(FreezePlan plan, GradientSampler sampler) {
            this.plan = plan;
            this.sampler = sampler;
        }

        MultiLayerNetwork network() {
            MultiLayerNetwork network =
                    BenchNetworks.perceptron(this == STOCK_ADAM ? new Adam(1e-3) : new FreezingAdam(1e-3));
            if (this != STOCK_ADAM) {
                network.addListeners(
                        FreezingListener.builder(plan).sampler(sampler).build());
            }
            return network;
        }
    }

    @ParameterizedTest
    @EnumSource(Training.class)
    void nothingIsLeftBehind(Training training) throws Exception {
        MultiLayerNetwork network = training.network();
        MultiDataSet data = BenchNetworks.batch(8, 784);
        fit(network, data, WARM_UP);
        int arrays = arraysAlive();
        double bytes = Pointer.physicalBytes();
        fit(network, data, ITERATIONS - WARM_UP);
        int more = arraysAlive() - arrays;
        System.out.printf(
                Locale.ROOT,
                "From iteration %d to %d, %-14s arrays %+d, memory of the process %+.2f MB%n",
                WARM_UP,
                ITERATIONS,
                training,
                more,
                (Pointer.physicalBytes() - bytes) / 1e6);
        assertThat(more).isLessThan(CHANCE);
    }

    private static void fit(MultiLayerNetwork network, MultiDataSet data, int iterations) {
        for (int i = 0; i < iterations; i++) {
            network.fit(data);
        }
    }

    /** After collections, until there are no fewer: arrays are let go of by another thread. */
    private static int arraysAlive() throws Exception {
        Field known = DeallocatorService.class.getDeclaredField("referenceMap");
        known.setAccessible(true);
        Map<?, ?> references = (Map<?, ?>) known.get(Nd4j.getDeallocatorService());
        int least = Integer.MAX_VALUE;
        for (int unchanged = 0; unchanged < 10; unchanged++) {
            System.gc();
            Thread.sleep(20);
            if (references.size() < least) {
                least = references.size();
                unchanged = 0;
            }
        }
        return least;
    }
}
