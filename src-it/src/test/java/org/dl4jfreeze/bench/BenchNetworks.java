package org.dl4jfreeze.bench;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What the benchmarks train. */
final class BenchNetworks {

    static final int CLASSES = 10;

    private BenchNetworks() {}

    /** The paper's network for MNIST, 784-10-10. */
    static MultiLayerNetwork perceptron(IUpdater updater) {
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

    /** Random numbers for images, and random classes. */
    static MultiDataSet batch(int examples, long... shape) {
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
}
