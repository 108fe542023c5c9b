package org.dl4jfreeze.examples.experiment;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.dl4jfreeze.FreezingAdam;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds the paper's two kinds of network: one hidden layer with ReLU, and a linear model without bias. */
final class Networks {

    private Networks() {}

    static MultiLayerNetwork oneHiddenLayer(
            int inputs, int hidden, int outputs, Activation activation, LossFunction loss, double rate, long seed) {
        return build(
                rate,
                seed,
                new DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(hidden)
                        .activation(Activation.RELU)
                        .build(),
                new OutputLayer.Builder(loss)
                        .nIn(hidden)
                        .nOut(outputs)
                        .activation(activation)
                        .build());
    }

    static MultiLayerNetwork linear(int inputs, Activation activation, LossFunction loss, double rate, long seed) {
        return build(
                rate,
                seed,
                new OutputLayer.Builder(loss)
                        .nIn(inputs)
                        .nOut(1)
                        .hasBias(false)
                        .activation(activation)
                        .build());
    }

    private static MultiLayerNetwork build(double rate, long seed, BaseLayer... layers) {
        NeuralNetConfiguration.ListBuilder configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new FreezingAdam(rate))
                .weightInit(WeightInit.RELU)
                .list();
        for (BaseLayer layer : layers) {
            configuration.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(configuration.build());
        network.init();
        return network;
    }
}
