package org.dl4jfreeze.support;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of every kind that the tests train. All take {@link TestData} of the same name. */
public final class TestNetworks {

    private TestNetworks() {}

    public static NeuralNetConfiguration.Builder base(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .updater(updater)
                .activation(Activation.TANH);
    }

    /** 4-6-5-3, 83 parameters: W 24, b 6; W 30, b 5; W 15, b 3. */
    public static MultiLayerNetwork dense(DataType type, IUpdater updater) {
        return dense(type, updater, builder -> {});
    }

    public static MultiLayerNetwork dense(
            DataType type, IUpdater updater, Consumer<NeuralNetConfiguration.Builder> options) {
        NeuralNetConfiguration.Builder builder = base(type, updater);
        options.accept(builder);
        return init(new MultiLayerNetwork(builder.list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(6).build())
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                .layer(output(5))
                .build()));
    }

    public static MultiLayerNetwork batchNorm(DataType type) {
        return init(new MultiLayerNetwork(base(type, new FreezingAdam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(6).build())
                .layer(new BatchNormalization.Builder().nIn(6).nOut(6).build())
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                .layer(output(5))
                .build()));
    }

    public static MultiLayerNetwork convolution(DataType type) {
        return init(new MultiLayerNetwork(base(type, new FreezingAdam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(3).build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(output(5))
                .setInputType(InputType.convolutional(8, 8, 2))
                .build()));
    }

    public static MultiLayerNetwork lstm(DataType type, BackpropType backprop) {
        return init(new MultiLayerNetwork(base(type, new FreezingAdam(0.01))
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(2)
                        .build())
                .backpropType(backprop)
                .tBPTTLength(3)
                .build()));
    }

    /** Two inputs, two outputs, with or without batch normalisation. */
    public static ComputationGraph graph(DataType type, IUpdater updater, boolean batchNorm) {
        return graph(type, updater, batchNorm, builder -> {});
    }

    public static ComputationGraph graph(
            DataType type, IUpdater updater, boolean batchNorm, Consumer<NeuralNetConfiguration.Builder> options) {
        NeuralNetConfiguration.Builder base = base(type, updater);
        options.accept(base);
        ComputationGraphConfiguration.GraphBuilder builder = base.graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", new DenseLayer.Builder().nIn(4).nOut(5).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nIn(3).nOut(5).build(), "right")
                .addVertex("ab", new MergeVertex(), "a", "b");
        String merged = "ab";
        if (batchNorm) {
            builder.addLayer(
                    "bn", new BatchNormalization.Builder().nIn(10).nOut(10).build(), "ab");
            merged = "bn";
        }
        ComputationGraph graph = new ComputationGraph(builder.addLayer("class", output(10), merged)
                .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .nIn(10)
                                .nOut(2)
                                .build(),
                        merged)
                .setOutputs("class", "value")
                .build());
        graph.init();
        return graph;
    }

    /** A sequence of 3 features in, 3 classes or 2 classes per step out, depending on the last layer. */
    public static MultiLayerNetwork sequence(DataType type, IUpdater updater, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = base(type, updater).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return init(
                new MultiLayerNetwork(list.setInputType(InputType.recurrent(3)).build()));
    }

    public static OutputLayer output(int nIn) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(nIn)
                .nOut(3)
                .build();
    }

    private static MultiLayerNetwork init(MultiLayerNetwork network) {
        network.init();
        return network;
    }
}
