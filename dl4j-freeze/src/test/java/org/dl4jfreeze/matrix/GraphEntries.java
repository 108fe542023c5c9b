package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jfreeze.support.TestNetworks;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs: vertices, several inputs and outputs, masks for some of them, and layers shared by stacking. */
final class GraphEntries {

    private static final Data.Arrays[] TWO_INPUTS = {Data.gaussian(4), Data.gaussian(3)};
    private static final Data.Arrays[] TWO_LABELS = {Data.oneHot(3), Data.gaussian(2)};
    private static final Data.Arrays MASK = Data.fixed(new double[] {1, 0, 1, 1}, 4, 1);

    /** For {@link TestNetworks#graph}. */
    static final Entry.Batches TWO_IN_TWO_OUT = Data.of(TWO_INPUTS, TWO_LABELS);

    private static final Entry.Batches CLASSES = Data.of(Data.gaussian(4), Data.oneHot(3));
    private static final InputType INPUT = InputType.feedForward(4);

    private GraphEntries() {}

    static List<Entry> all() {
        return Entry.list(
                Entry.of("two inputs, two outputs", twoInTwoOut(false), TWO_IN_TWO_OUT),
                Entry.of("two outputs, one masked", twoInTwoOut(false), masked(MASK, null)),
                Entry.of("two outputs, the other masked, batch norm", twoInTwoOut(true), masked(null, MASK)),
                Entry.of("two outputs, both masked, batch norm", twoInTwoOut(true), masked(MASK, MASK)),
                Entry.of(
                        "shared input of several outputs",
                        Nets.graph(
                                vertices -> vertices.addInputs("in")
                                        .addLayer("shared", dense(5), "in")
                                        .addLayer("first", Nets.classes(), "shared")
                                        .addLayer("second", Nets.values(2), "shared")
                                        .addLayer("third", Nets.values(2), "in")
                                        .setOutputs("first", "second", "third"),
                                INPUT),
                        Data.of(
                                new Data.Arrays[] {Data.gaussian(4)},
                                new Data.Arrays[] {Data.oneHot(3), Data.gaussian(2), Data.gaussian(2)})),
                Entry.of("element-wise, scale, shift and L2 normalisation", vertices(), CLASSES),
                Entry.of("reshape", reshape(), CLASSES),
                Entry.of("layer shared by stacking", stacked(false, true), stackedBatches(1)),
                Entry.of("layer shared by stacking, batch norm", stacked(true, true), stackedBatches(1)),
                Entry.of("stacked to the end", stacked(false, false), stackedBatches(2)),
                Entry.of("stacked to the end, batch norm", stacked(true, false), stackedBatches(2)),
                Entry.of(
                        "distance",
                        distance(),
                        Data.of(
                                new Data.Arrays[] {Data.gaussian(4), Data.gaussian(4)},
                                new Data.Arrays[] {Data.gaussian(2)})),
                Entry.of(
                        "encoder and decoder, masked",
                        encoderDecoder(),
                        Data.of(
                                Data.gaussian(3, RecurrentEntries.STEPS),
                                Data.oneHot(2, RecurrentEntries.STEPS),
                                Data.mask(RecurrentEntries.STEPS),
                                Data.mask(RecurrentEntries.STEPS))));
    }

    private static Entry.Networks twoInTwoOut(boolean batchNorm) {
        return (type, adams) -> TestNetworks.graph(type, adams.of(type), batchNorm);
    }

    private static Entry.Batches masked(Data.Arrays first, Data.Arrays second) {
        return Data.of(TWO_INPUTS, TWO_LABELS, new Data.Arrays[2], new Data.Arrays[] {first, second});
    }

    private static Entry.Networks vertices() {
        return Nets.graph(
                graph -> graph.addInputs("in")
                        .addLayer("a", dense(6), "in")
                        .addLayer("b", dense(6), "in")
                        .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                        .addVertex("scaled", new ScaleVertex(2.5), "product")
                        .addVertex("shifted", new ShiftVertex(0.5), "scaled")
                        .addVertex("normalised", new L2NormalizeVertex(), "shifted")
                        .addVertex("part", new SubsetVertex(1, 4), "normalised")
                        .addVertex("merged", new MergeVertex(), "part", "a")
                        .addLayer("out", Nets.classes(), "merged")
                        .setOutputs("out"),
                INPUT);
    }

    /** The shape names the number of examples, as DL4J's own documentation does with -1. */
    private static Entry.Networks reshape() {
        return Nets.graph(
                graph -> graph.addInputs("in")
                        .addLayer("a", dense(6), "in")
                        .addVertex("image", new ReshapeVertex('c', new int[] {-1, 6}, null), "a")
                        .addLayer("out", Nets.classes(), "image")
                        .setOutputs("out"),
                INPUT);
    }

    private static Entry.Networks stacked(boolean batchNorm, boolean unstacked) {
        return Nets.graph(
                graph -> {
                    graph.addInputs("left", "right")
                            .addVertex("both", new StackVertex(), "left", "right")
                            .addLayer("shared", dense(5), "both");
                    String last = "shared";
                    if (batchNorm) {
                        graph.addLayer("norm", new BatchNormalization(), last);
                        last = "norm";
                    }
                    if (unstacked) {
                        graph.addVertex("first", new UnstackVertex(0, 2), last)
                                .addVertex("second", new UnstackVertex(1, 2), last)
                                .addVertex("merged", new MergeVertex(), "first", "second");
                        last = "merged";
                    }
                    graph.addLayer("out", Nets.classes(), last).setOutputs("out");
                },
                INPUT,
                INPUT);
    }

    /** Labels of k rows per example. */
    private static Entry.Batches stackedBatches(int k) {
        Data.Arrays labels = Data.oneHot(3);
        return Data.of(new Data.Arrays[] {Data.gaussian(4), Data.gaussian(4)}, new Data.Arrays[] {
            (type, random) ->
                    k == 1 ? labels.of(type, random) : Nd4j.concat(0, labels.of(type, random), labels.of(type, random))
        });
    }

    private static Entry.Networks distance() {
        return Nets.graph(
                graph -> graph.addInputs("left", "right")
                        .addLayer("a", dense(5), "left")
                        .addLayer("b", dense(5), "right")
                        .addVertex("distance", new L2Vertex(), "a", "b")
                        .addLayer("hidden", dense(3), "distance")
                        .addLayer("out", Nets.values(2), "hidden")
                        .setOutputs("out"),
                INPUT,
                INPUT);
    }

    private static Entry.Networks encoderDecoder() {
        return Nets.graph(
                graph -> graph.addInputs("in")
                        .addLayer("encoder", RecurrentEntries.lstm(), "in")
                        .addVertex("reversed", new ReverseTimeSeriesVertex("in"), "encoder")
                        .addVertex("last", new LastTimeStepVertex("in"), "reversed")
                        .addVertex("repeated", new DuplicateToTimeSeriesVertex("in"), "last")
                        .addLayer("decoder", RecurrentEntries.lstm(), "repeated")
                        .addLayer("out", Nets.steps(), "decoder")
                        .setOutputs("out"),
                InputType.recurrent(3));
    }

    private static DenseLayer dense(int outputs) {
        return new DenseLayer.Builder().nOut(outputs).build();
    }
}
