package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jfreeze.support.TestNetworks;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that DL4J keeps fixed itself. */
final class FixedLayerEntries {

    private static final InputType INPUT = InputType.feedForward(4);
    private static final Entry.Batches CLASSES = Data.of(Data.gaussian(4), Data.oneHot(3));

    private FixedLayerEntries() {}

    static List<Entry> all() {
        return Entry.list(
                Entry.of(
                        "frozen layer",
                        Nets.of(INPUT, () -> new Layer[] {new FrozenLayer(dense(4, 5)), dense(5, 5), Nets.classes()}),
                        CLASSES),
                Entry.of(
                        "frozen layer under weight decay",
                        Nets.of(INPUT, base -> base.weightDecay(0.1), () ->
                                new Layer[] {new FrozenLayer(dense(4, 5)), dense(5, 5), Nets.classes()}),
                        CLASSES),
                Entry.of(
                        "frozen layer with backprop",
                        Nets.of(INPUT, base -> base.weightDecay(0.1), () ->
                                new Layer[] {dense(4, 5), new FrozenLayerWithBackprop(dense(5, 5)), Nets.classes()}),
                        CLASSES),
                Entry.of(
                        "frozen loss with backprop, masked",
                        Nets.of(InputType.recurrent(3), () -> new Layer[] {
                            new LSTM.Builder().nOut(4).build(),
                            new FrozenLayerWithBackprop(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                    .activation(Activation.SOFTMAX)
                                    .nIn(4)
                                    .nOut(2)
                                    .build())
                        }),
                        RecurrentEntries.MASKED_STEPS),
                Entry.of(
                        "frozen loss after batch norm",
                        Nets.of(INPUT, () -> new Layer[] {
                            dense(4, 5), new BatchNormalization(), new FrozenLayerWithBackprop(TestNetworks.output(5))
                        }),
                        CLASSES),
                Entry.of(
                        "feature extractor",
                        (type, adams) -> new TransferLearning.Builder(
                                        (MultiLayerNetwork) Nets.of(INPUT, () -> new Layer[] {
                                                    dense(4, 5), new BatchNormalization(), dense(5, 5), Nets.classes()
                                                })
                                                .create(type, adams))
                                .setFeatureExtractor(1)
                                .build(),
                        CLASSES),
                Entry.of(
                                "feature extractor, graph",
                                (type, adams) -> new TransferLearning.GraphBuilder((ComputationGraph) Nets.graph(
                                                        graph -> graph.addInputs("in")
                                                                .addLayer("a", dense(4, 5), "in")
                                                                .addLayer("b", dense(5, 5), "a")
                                                                .addLayer("c", dense(5, 5), "b")
                                                                .addLayer("out", Nets.classes(), "c")
                                                                .setOutputs("out"),
                                                        INPUT)
                                                .create(type, adams))
                                        .setFeatureExtractor("a")
                                        .build(),
                                CLASSES)
                        // DL4J builds it with activations in FLOAT
                        .pairsIn(DataType.FLOAT));
    }

    private static DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs).build();
    }
}
