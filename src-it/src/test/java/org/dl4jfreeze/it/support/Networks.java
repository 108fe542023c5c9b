package org.dl4jfreeze.it.support;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What the two kinds of network can do but not under one type. */
public final class Networks {

    private Networks() {}

    /** One iteration. */
    public static void fit(Model model, MultiDataSet batch) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).fit(batch);
        } else {
            ((ComputationGraph) model).fit(batch);
        }
    }

    public static void addListener(Model model, TrainingListener listener) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).addListeners(listener);
        } else {
            ((ComputationGraph) model).addListeners(listener);
        }
    }

    public static BaseMultiLayerUpdater<?> updater(Model model) {
        return model instanceof MultiLayerNetwork
                ? (BaseMultiLayerUpdater<?>) ((MultiLayerNetwork) model).getUpdater()
                : ((ComputationGraph) model).getUpdater();
    }

    /** Gives all of its memory back, and that of the workspaces in which this thread has trained. */
    public static void close(Model model) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).close();
        } else {
            ((ComputationGraph) model).close();
        }
    }
}
