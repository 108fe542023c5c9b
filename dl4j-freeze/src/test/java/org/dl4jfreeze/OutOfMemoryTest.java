package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.run.TrainingRun;
import org.dl4jfreeze.internal.run.Turns;
import org.dl4jfreeze.support.JavaProcess;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A process with little off-heap memory: what does not fit is refused before the first update, with the bytes. */
class OutOfMemoryTest {

    private static final int WIDTH = 3000;

    @TempDir
    Path folder;

    private static final long PARAMETERS = WIDTH * (WIDTH + 1L) + WIDTH + 1;

    private static final List<String> LITTLE = List.of("-Xmx200m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=400M");

    @Test
    void statisticsThatDoNotFitAreRefusedBeforeTheFirstUpdate() throws IOException, InterruptedException {
        // a vector each for mean squared gradient and update, two for the variance of the mini-batch gradient
        assertThat(JavaProcess.run(folder, LITTLE, Trains.class, "orders"))
                .contains("REFUSED Sampling the gradients of " + PARAMETERS + " parameters needs " + 4 * 4 * PARAMETERS
                        + " bytes of off-heap memory, ")
                .contains("collect fewer orders")
                .contains("UNCHANGED true");
    }

    @Test
    void aFullCovarianceThatDoesNotFitIsRefusedBeforeTheFirstUpdate() throws IOException, InterruptedException {
        // the differences of 20 samples
        assertThat(JavaProcess.run(folder, LITTLE, Trains.class, "covariance"))
                .containsPattern("REFUSED Sampling the gradients of " + PARAMETERS + " parameters needs "
                        + 20 * 4 * PARAMETERS + " bytes of off-heap memory, \\d+ available; ")
                .contains(".covariance(Covariance.full().factored().atMost(n))")
                .contains(".sampler(GradientSampler.firstExample().every(n))")
                .contains(".excludingLayers(...)")
                .contains(".covariance(Covariance.diagonal())")
                .contains("-Dorg.bytedeco.javacpp.maxphysicalbytes")
                .contains("UNCHANGED true");
        List<String> more = List.of("-Xmx200m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=700M");
        assertThat(JavaProcess.run(folder, more, Trains.class, "covariance")).contains("REFUSED");
        assertThat(JavaProcess.run(folder, more, Trains.class, "few samples"))
                .doesNotContain("REFUSED")
                .contains("UNCHANGED false");
    }

    /** One has its memory; the other's, what the first one has not taken yet, and that of both together are too much. */
    @Test
    void aFurtherWorkerReckonsWithTheOthers() throws IOException, InterruptedException {
        List<String> forOne = List.of("-Xmx200m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=600M");
        assertThat(JavaProcess.run(folder, forOne, Joins.class))
                .contains("ONE IS THERE")
                .contains("REFUSED Sampling the gradients of " + PARAMETERS + " parameters in 2 workers needs "
                        + (2 + 2 + 2 + 4) * 4 * PARAMETERS + " bytes of off-heap memory, ")
                .contains(".atMost(n)");
    }

    /** The other process. */
    static final class Joins {

        private Joins() {}

        public static void main(String[] arguments) {
            ListenerOptions options = Trains.listener("few samples").registry().options();
            MultiLayerNetwork first = Trains.network();
            TrainingRun run = TrainingRun.start(first, options, new Turns());
            System.out.println("ONE IS THERE");
            MultiLayerNetwork second = Trains.network();
            try {
                run.join(second);
            } catch (IllegalStateException e) {
                System.out.println("REFUSED " + e.getMessage());
            }
            Reference.reachabilityFence(first);
        }
    }

    /** The other process. */
    static final class Trains {

        private Trains() {}

        public static void main(String[] arguments) {
            MultiLayerNetwork network = network();
            network.addListeners(listener(arguments[0]));
            double before = network.params().sumNumber().doubleValue();
            try {
                network.fit(new DataSet(Nd4j.ones(2, WIDTH), Nd4j.ones(2, 1)));
            } catch (IllegalStateException e) {
                System.out.println("REFUSED " + e.getMessage());
            }
            System.out.println("UNCHANGED " + (network.params().sumNumber().doubleValue() == before));
        }

        static MultiLayerNetwork network() {
            MultiLayerNetwork network = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam(0.01))
                    .list()
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

        static FreezingListener listener(String kind) {
            switch (kind) {
                case "covariance":
                    return FreezingListener.builder(FreezePlan.atIteration(20).fraction(0.5))
                            .covariance(Covariance.full())
                            .build();
                case "few samples":
                    return FreezingListener.builder(FreezePlan.atIteration(20).fraction(0.5))
                            .covariance(Covariance.full().factored().atMost(2))
                            .build();
                default:
                    return FreezingListener.builder(FreezePlan.atIteration(5).fraction(0.5))
                            .collect(
                                    OrderCriterion.meanSquaredGradient(),
                                    OrderCriterion.meanSquaredUpdate(),
                                    OrderCriterion.miniBatchVariance())
                            .build();
            }
        }
    }
}
