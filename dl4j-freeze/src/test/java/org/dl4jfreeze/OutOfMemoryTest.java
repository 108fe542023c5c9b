package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.order.OrderCriterion;
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

    @Test
    void statisticsThatDoNotFitAreRefusedBeforeTheFirstUpdate() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Path arguments = folder.resolve("arguments");
        Files.writeString(
                arguments, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=400M",
                        "@" + arguments,
                        Trains.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        // one vector for the single example's gradient, one each for mean squared gradient and update, three for the
        // variance of
        // the mini-batch gradient
        long parameters = WIDTH * (WIDTH + 1L) + WIDTH + 1;
        assertThat(Files.readString(log))
                .contains("REFUSED To sample the gradients of " + parameters + " parameters, " + 6 * 4 * parameters
                        + " bytes of off-heap memory are needed, and ")
                .contains("collect fewer orders")
                .contains("UNCHANGED true");
    }

    /** The other process. */
    static final class Trains {

        private Trains() {}

        public static void main(String[] arguments) {
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
            network.addListeners(
                    FreezingListener.builder(FreezePlan.atIteration(5).fraction(0.5))
                            .collect(
                                    OrderCriterion.meanSquaredGradient(),
                                    OrderCriterion.meanSquaredUpdate(),
                                    OrderCriterion.miniBatchVariance())
                            .build());

            double before = network.params().sumNumber().doubleValue();
            try {
                network.fit(new DataSet(Nd4j.ones(2, WIDTH), Nd4j.ones(2, 1)));
            } catch (IllegalStateException e) {
                System.out.println("REFUSED " + e.getMessage());
            }
            System.out.println("UNCHANGED " + (network.params().sumNumber().doubleValue() == before));
        }
    }
}
