package org.dl4jfreeze.it.support;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezingAdam;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of some 80 parameters updated by FreezingAdam. They take {@link SmallData}. */
public final class SmallNetworks {

    /** Parameters of {@link #dense} and {@link #denseGraph}: W 24, b 6; W 30, b 5; W 15, b 3. */
    public static final int PARAMETERS = 83;

    private SmallNetworks() {}

    /** The two kinds of network with one input and one output. */
    public enum Kind {
        MULTI_LAYER_NETWORK,
        COMPUTATION_GRAPH;

        public Model network(DataType type, Consumer<NeuralNetConfiguration.Builder> options) {
            return this == MULTI_LAYER_NETWORK ? dense(type, options) : denseGraph(type, options);
        }

        public Model network(DataType type) {
            return network(type, builder -> {});
        }
    }

    public static MultiLayerNetwork dense(DataType type, Consumer<NeuralNetConfiguration.Builder> options) {
        MultiLayerNetwork network = new MultiLayerNetwork(base(type, options)
                .list()
                .layer(hidden(4, 6))
                .layer(hidden(6, 5))
                .layer(classes(5))
                .build());
        network.init();
        return network;
    }

    public static ComputationGraph denseGraph(DataType type, Consumer<NeuralNetConfiguration.Builder> options) {
        ComputationGraph graph = new ComputationGraph(base(type, options)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", hidden(4, 6), "in")
                .addLayer("b", hidden(6, 5), "a")
                .addLayer("out", classes(5), "b")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    /** Two inputs, two outputs, for multi data sets. */
    public static ComputationGraph twoInputsTwoOutputs(DataType type) {
        ComputationGraph graph = new ComputationGraph(base(type, builder -> {})
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", hidden(4, 5), "left")
                .addLayer("b", hidden(3, 5), "right")
                .addVertex("ab", new MergeVertex(), "a", "b")
                .addLayer("class", classes(10), "ab")
                .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .nIn(10)
                                .nOut(2)
                                .build(),
                        "ab")
                .setOutputs("class", "value")
                .build());
        graph.init();
        return graph;
    }

    public static void setListeners(Model model, TrainingListener... listeners) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setListeners(listeners);
        } else {
            ((ComputationGraph) model).setListeners(listeners);
        }
    }

    /** Trains on mini-batches, one after the other. */
    public static void fit(Model model, List<DataSet> batches) {
        for (DataSet batch : batches) {
            if (model instanceof MultiLayerNetwork) {
                ((MultiLayerNetwork) model).fit(batch);
            } else {
                ((ComputationGraph) model).fit(batch);
            }
        }
    }

    private static NeuralNetConfiguration.Builder base(
            DataType type, Consumer<NeuralNetConfiguration.Builder> options) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .updater(new FreezingAdam(0.01))
                .activation(Activation.TANH);
        options.accept(builder);
        return builder;
    }

    private static DenseLayer hidden(int nIn, int nOut) {
        return new DenseLayer.Builder().nIn(nIn).nOut(nOut).build();
    }

    private static OutputLayer classes(int nIn) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(nIn)
                .nOut(3)
                .build();
    }
}
