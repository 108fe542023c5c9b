package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * At t0 and after, nothing is made in the heap that has a number for each parameter: masks of bits alone, some twenty of them at t0.
 * What ND4J allocates off the heap nobody counts.
 */
class FreezingMemoryTest {

    private static final int WIDTH = 1500;
    private static final int T0 = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static OrderCriterion[] criteria() {
        return new OrderCriterion[] {
            OrderCriterion.gradientVariance(), OrderCriterion.reversedVariance(), OrderCriterion.meanSquaredGradient()
        };
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(WIDTH)
                        .nOut(1)
                        .build())
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void freezingMakesNothingOfTheNetworksSizeInTheHeap(OrderCriterion criterion) {
        MultiLayerNetwork network = network();
        long p = network.numParams();
        FreezingListener listener = Training.listen(
                network, FreezePlan.atIteration(T0).fraction(0.8).by(criterion));
        DataSet batch = new DataSet(Nd4j.rand(DataType.FLOAT, 2, WIDTH), Nd4j.rand(DataType.FLOAT, 2, 1));
        for (int t = 1; t < T0; t++) {
            network.fit(batch);
        }
        for (int t = T0; t < T0 + 3; t++) {
            long before = allocated();
            network.fit(batch);
            assertThat(allocated() - before)
                    .as("bytes in iteration %d, less than one number per parameter", t)
                    .isLessThan(3 * p);
        }
        assertThat(listener.mask().frozenCount()).isEqualTo((int) Math.round(0.8 * p));
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
