package org.dl4jfreeze.matrix;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.TestNetworks;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds networks for {@link Entry entries}. */
final class Nets {

    /** Layers made for each network separately, because DL4J writes into them. */
    interface Layers {
        Layer[] create();
    }

    private Nets() {}

    static Entry.Networks of(InputType input, Layers layers) {
        return of(input, base -> {}, layers);
    }

    static Entry.Networks of(InputType input, Consumer<NeuralNetConfiguration.Builder> options, Layers layers) {
        return (type, adams) -> {
            NeuralNetConfiguration.Builder base = TestNetworks.base(type, adams.of(type));
            options.accept(base);
            return multiLayer(base.list(layers.create()), input);
        };
    }

    static MultiLayerNetwork multiLayer(NeuralNetConfiguration.ListBuilder list, InputType input) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(input).build());
        network.init();
        return network;
    }

    static Entry.Networks graph(Consumer<GraphBuilder> vertices, InputType... inputs) {
        return graph(base -> {}, vertices, inputs);
    }

    static Entry.Networks graph(
            Consumer<NeuralNetConfiguration.Builder> options, Consumer<GraphBuilder> vertices, InputType... inputs) {
        return (type, adams) -> {
            NeuralNetConfiguration.Builder base = TestNetworks.base(type, adams.of(type));
            options.accept(base);
            GraphBuilder builder = base.graphBuilder();
            vertices.accept(builder);
            ComputationGraph graph =
                    new ComputationGraph(builder.setInputTypes(inputs).build());
            graph.init();
            return graph;
        };
    }

    /** Three classes. */
    static OutputLayer classes() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }

    static OutputLayer values(int outputs) {
        return output(LossFunction.MSE.getILossFunction(), Activation.IDENTITY, outputs);
    }

    static OutputLayer output(ILossFunction loss, Activation activation, int outputs) {
        return new OutputLayer.Builder(loss)
                .activation(activation)
                .nOut(outputs)
                .build();
    }

    /** Two classes in every step. */
    static RnnOutputLayer steps() {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(2)
                .build();
    }

    /** Squared error of what comes in. */
    static LossLayer squaredError() {
        return new LossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build();
    }
}
