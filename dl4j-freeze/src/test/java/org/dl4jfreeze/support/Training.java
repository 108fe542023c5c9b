package org.dl4jfreeze.support;

import java.util.function.IntFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What the two kinds of network can do but not under one type. */
public final class Training {

    private Training() {}

    public static void fit(Model model, MultiDataSet data) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).fit(data);
        } else {
            ((ComputationGraph) model).fit(data);
        }
    }

    /** Iterations {@code [from, to)}, each on the data of its number. */
    public static void fit(Model model, int from, int to, IntFunction<MultiDataSet> data) {
        for (int t = from; t < to; t++) {
            fit(model, data.apply(t));
        }
    }

    public static void addListeners(Model model, TrainingListener... listeners) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).addListeners(listeners);
        } else {
            ((ComputationGraph) model).addListeners(listeners);
        }
    }

    /** Puts a model under a new listener that follows a plan, and returns the listener. */
    public static FreezingListener listen(Model model, FreezePlan plan) {
        FreezingListener listener = new FreezingListener(plan);
        addListeners(model, listener);
        return listener;
    }

    /** Replaces all listeners. */
    public static void setListeners(Model model, TrainingListener... listeners) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).setListeners(listeners);
        } else {
            ((ComputationGraph) model).setListeners(listeners);
        }
    }

    /** The network's updater state: M, V, variance and mask, block by block. */
    public static INDArray updaterState(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getUpdater().getStateViewArray()
                : ((ComputationGraph) model).getUpdater().getStateViewArray();
    }
}
