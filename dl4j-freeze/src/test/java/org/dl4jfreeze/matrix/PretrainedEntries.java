package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Training;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;

/** Layer-wise unsupervised training, in turn with the supervised one, after t0. */
final class PretrainedEntries {

    private static final InputType INPUT = InputType.feedForward(4);
    private static final Entry.Batches CLASSES = Data.of(Data.gaussian(4), Data.oneHot(3));

    private PretrainedEntries() {}

    private interface LayerFactory {
        Layer create();
    }

    static List<Entry> all() {
        return Entry.list(
                multiLayer("autoencoder, pretrained", PretrainedEntries::autoencoder),
                multiLayer("variational autoencoder, pretrained", FeedForwardEntries::variational),
                graph("autoencoder, pretrained, graph", PretrainedEntries::autoencoder),
                graph("variational autoencoder, pretrained, graph", FeedForwardEntries::variational));
    }

    private static Layer autoencoder() {
        return new AutoEncoder.Builder(0.3).nOut(5).build();
    }

    private static Entry multiLayer(String name, LayerFactory layer) {
        return Entry.of(name, Nets.of(INPUT, () -> new Layer[] {layer.create(), Nets.classes()}), CLASSES)
                .afterwards(PretrainedEntries::pretrainAndFit);
    }

    private static Entry graph(String name, LayerFactory layer) {
        return Entry.of(
                        name,
                        Nets.graph(
                                graph -> graph.addInputs("in")
                                        .addLayer("coder", layer.create(), "in")
                                        .addLayer("out", Nets.classes(), "coder")
                                        .setOutputs("out"),
                                INPUT),
                        CLASSES)
                .afterwards(PretrainedEntries::pretrainAndFit);
    }

    /** The layer that is pretrained. */
    static org.deeplearning4j.nn.api.Layer coderOf(Model network) {
        return network instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) network).getLayer(0)
                : ((ComputationGraph) network).getLayer("coder");
    }

    private static void pretrainAndFit(Model model, MultiDataSet batch) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).pretrainLayer(0, batch.getFeatures(0));
        } else {
            ((ComputationGraph) model).pretrainLayer("coder", new SingletonMultiDataSetIterator(batch));
        }
        Training.fit(model, batch);
    }
}
