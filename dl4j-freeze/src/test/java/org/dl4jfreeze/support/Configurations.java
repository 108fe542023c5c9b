package org.dl4jfreeze.support;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The configuration of a network of either kind. */
public final class Configurations {

    private Configurations() {}

    public static String json(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) model).getConfiguration().toJson();
    }

    /** Another network on the very same configuration object. */
    public static Model sharing(Model model) {
        if (model instanceof MultiLayerNetwork) {
            MultiLayerNetwork other = new MultiLayerNetwork(((MultiLayerNetwork) model).getLayerWiseConfigurations());
            other.init();
            return other;
        }
        ComputationGraph other = new ComputationGraph(((ComputationGraph) model).getConfiguration());
        other.init();
        return other;
    }
}
