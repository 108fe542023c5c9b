package org.dl4jfreeze.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.it.support.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** An iteration in which gradients are sampled, before t0, against one under stock Adam. */
class SamplingBench {

    private static final int CLASSES = 10;
    private static final Map<String, GradientSampler> SAMPLERS = new LinkedHashMap<>();

    static {
        SAMPLERS.put("firstExample()", GradientSampler.firstExample());
        SAMPLERS.put("miniBatch()", GradientSampler.miniBatch());
    }

    @Test
    void perceptron() {
        compare("784-10-10, batch 128, ReLU, softmax", 15, 40, SamplingBench::perceptron, batch(128, 784));
    }

    @Test
    void leNet() {
        compare(
                "LeNet, batch 64",
                7,
                2,
                updater -> LeNet.builder()
                        .numClasses(CLASSES)
                        .inputShape(new int[] {1, 28, 28})
                        .updater(updater)
                        .build()
                        .init(),
                batch(64, 1, 28, 28));
    }

    @Test
    void resNet50() {
        compare(
                "ResNet50, 3x96x96, batch 8",
                5,
                1,
                updater -> ResNet50.builder()
                        .numClasses(CLASSES)
                        .inputShape(new int[] {3, 96, 96})
                        .updater(updater)
                        .build()
                        .init(),
                batch(8, 3, 96, 96));
    }

    private static void compare(
            String title, int rounds, int iterations, Function<IUpdater, Model> build, MultiDataSet batch) {
        Contest contest = new Contest(title + ", one iteration", rounds);
        contest.with("stock Adam", iterations, new Iterations(build.apply(new Adam(1e-3)), batch, iterations));
        SAMPLERS.forEach((name, sampler) -> {
            Model network = build.apply(new FreezingAdam(1e-3));
            Networks.addListener(
                    network,
                    FreezingListener.builder(FreezePlan.never())
                            .sampler(sampler)
                            .build());
            contest.with(name, iterations, new Iterations(network, batch, iterations));
        });
        contest.print();
    }

    private static MultiLayerNetwork perceptron(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(updater)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(10).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(10)
                        .nOut(CLASSES)
                        .build())
                .build());
        network.init();
        return network;
    }

    private static MultiDataSet batch(int examples, long... shape) {
        long[] all = new long[shape.length + 1];
        all[0] = examples;
        System.arraycopy(shape, 0, all, 1, shape.length);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, CLASSES);
        Random random = new Random(1);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return new MultiDataSet(Nd4j.rand(DataType.FLOAT, all), labels);
    }

    /** So many iterations on the same mini-batch. */
    private static final class Iterations implements Runnable {

        private final Model network;
        private final MultiDataSet batch;
        private final int count;

        Iterations(Model network, MultiDataSet batch, int count) {
            this.network = network;
            this.batch = batch;
            this.count = count;
        }

        @Override
        public void run() {
            for (int i = 0; i < count; i++) {
                Networks.fit(network, batch);
            }
        }
    }
}
