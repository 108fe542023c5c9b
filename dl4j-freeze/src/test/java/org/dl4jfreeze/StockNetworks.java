package org.dl4jfreeze;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks of either kind with stock Adam, in FLOAT, that are to be equipped; the graph has batch normalisation. */
final class StockNetworks {

    private StockNetworks() {}

    static Model network(boolean graph, IUpdater updater, IUpdater biasUpdater) {
        return graph
                ? TestNetworks.graph(DataType.FLOAT, updater, true, builder -> builder.biasUpdater(biasUpdater))
                : TestNetworks.dense(DataType.FLOAT, updater, builder -> builder.biasUpdater(biasUpdater));
    }

    static Model network(boolean graph) {
        return network(graph, new Adam(0.01), null);
    }

    static void train(Model model, int from, int to) {
        Training.fit(
                model,
                from,
                to,
                t -> model instanceof ComputationGraph
                        ? TestData.graph(DataType.FLOAT, 6, t)
                        : TestData.dense(DataType.FLOAT, 6, t));
    }
}
