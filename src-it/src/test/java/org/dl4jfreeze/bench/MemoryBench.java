package org.dl4jfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What training takes of the process's memory, in numbers per parameter, relative to stock Adam. */
class MemoryBench {

    private static final int WIDTH = 4000;
    private static final int INPUTS = 4;
    private static final int ITERATIONS = 8;
    private static final int T0 = 4;

    /** Collections after which released memory shows at the latest. */
    private static final int COLLECTIONS = 3;

    @Test
    void numbersPerParameter() throws InterruptedException {
        System.out.printf(
                "%nMemory of the process that training adds, in numbers (FLOAT) per parameter; after t0 in the last column%n");
        double[] stock = print("stock Adam", new double[2], new Adam(1e-3), null);
        for (GradientSampler sampler :
                List.of(GradientSampler.firstExample(), GradientSampler.miniBatch(), GradientSampler.wholeBatch())) {
            double[] found = print(
                    sampler.toString(),
                    stock,
                    new FreezingAdam(1e-3),
                    FreezingListener.builder(FreezePlan.atIteration(T0).fraction(0.8))
                            .sampler(sampler)
                            .build());
            assertThat(found[1]).as("after t0").isLessThan(stock[1] + 2.5);
        }
    }

    private static double[] print(String name, double[] stock, IUpdater updater, FreezingListener listener)
            throws InterruptedException {
        List<Double> found = new ArrayList<>();
        double before = settledBytes();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(updater)
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(WIDTH).build())
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(WIDTH)
                        .nOut(1)
                        .build())
                .build());
        network.init();
        if (listener != null) {
            network.addListeners(listener);
        }
        MultiDataSet data = new MultiDataSet(Nd4j.rand(8, INPUTS), Nd4j.rand(8, 1));
        for (int i = 1; i <= ITERATIONS; i++) {
            network.fit(data);
            if (i == T0 - 1 || i == ITERATIONS) {
                found.add((settledBytes() - before) / Float.BYTES / network.numParams());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-46s %6.2f (%+.2f)   %6.2f (%+.2f)%n",
                name,
                found.get(0),
                found.get(0) - stock[0],
                found.get(1),
                found.get(1) - stock[1]);
        network.close();
        return new double[] {found.get(0), found.get(1)};
    }

    private static double settledBytes() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Thread.sleep(300);
        }
        return Pointer.physicalBytes();
    }
}
