package org.dl4jfreeze.support;

import java.util.Collection;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** A small network of either kind with its data, for what both must do alike; in DOUBLE. */
public enum NetworkKind {
    MULTI_LAYER,
    GRAPH;

    public Model network(IUpdater updater) {
        return network(updater, builder -> {});
    }

    public Model network(IUpdater updater, Consumer<NeuralNetConfiguration.Builder> options) {
        return this == GRAPH
                ? TestNetworks.graph(DataType.DOUBLE, updater, false, options)
                : TestNetworks.dense(DataType.DOUBLE, updater, options);
    }

    public MultiDataSet batch(int t) {
        return this == GRAPH ? TestData.graph(DataType.DOUBLE, 6, t) : TestData.dense(DataType.DOUBLE, 6, t);
    }

    public void train(Model model, int from, int to) {
        Training.fit(model, from, to, this::batch);
    }

    public static Model cloneOf(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).clone()
                : ((ComputationGraph) model).clone();
    }

    public static Collection<TrainingListener> listeners(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getListeners()
                : ((ComputationGraph) model).getListeners();
    }

    public static void setLearningRate(Model model, double rate) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setLearningRate(rate);
        } else {
            ((ComputationGraph) model).setLearningRate(rate);
        }
    }

    public static void setLearningRate(Model model, ISchedule schedule) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setLearningRate(schedule);
        } else {
            ((ComputationGraph) model).setLearningRate(schedule);
        }
    }

    /** Of the second layer. */
    public static void setLayersLearningRate(Model model, double rate) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setLearningRate(1, rate);
        } else {
            ((ComputationGraph) model).setLearningRate("b", rate);
        }
    }
}
