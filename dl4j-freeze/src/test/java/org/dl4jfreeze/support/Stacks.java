package org.dl4jfreeze.support;

import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/** Layers one upon the other, as a network of either kind: with the same names, parameters and values. */
public final class Stacks {

    private Stacks() {}

    public static Model of(boolean graph, DataType type, IUpdater updater, InputType input, Layer... layers) {
        return of(graph, type, updater, builder -> {}, input, layers);
    }

    public static Model of(
            boolean graph,
            DataType type,
            IUpdater updater,
            Consumer<NeuralNetConfiguration.Builder> options,
            InputType input,
            Layer... layers) {
        NeuralNetConfiguration.Builder base = TestNetworks.base(type, updater);
        options.accept(base);
        return graph ? graph(base, input, layers) : list(base, input, layers);
    }

    private static Model list(NeuralNetConfiguration.Builder base, InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = base.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(input).build());
        network.init();
        return network;
    }

    private static Model graph(NeuralNetConfiguration.Builder base, InputType input, Layer... layers) {
        ComputationGraphConfiguration.GraphBuilder builder = base.graphBuilder().addInputs("in");
        String below = "in";
        for (int i = 0; i < layers.length; i++) {
            String name = "layer" + i;
            builder.addLayer(name, layers[i], below);
            below = name;
        }
        ComputationGraph graph = new ComputationGraph(
                builder.setOutputs(below).setInputTypes(input).build());
        graph.init();
        return graph;
    }
}
