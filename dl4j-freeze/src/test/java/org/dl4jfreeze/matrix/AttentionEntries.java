package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;

/**
 * Attention: layers and a vertex of SameDiff's. Not {@code LearnedSelfAttentionLayer}, whose forward pass fails in DL4J
 * 1.0.0-M2.1 ("Op with name scatter_update ... execution failed").
 */
final class AttentionEntries {

    private static final int STEPS = 4;
    private static final InputType INPUT = InputType.recurrent(3, STEPS);

    private AttentionEntries() {}

    static List<Entry> all() {
        return Entry.list(
                pooled("self-attention", false, AttentionEntries::selfAttention),
                pooled("self-attention, masked", true, AttentionEntries::selfAttention),
                pooled("recurrent attention", false, AttentionEntries::recurrent),
                pooled("recurrent attention, masked", true, AttentionEntries::recurrent),
                Entry.of("attention vertex", vertex(), batches(false)),
                Entry.of("attention vertex, masked", vertex(), batches(true)));
    }

    private interface LayerFactory {
        Layer create();
    }

    private static Entry pooled(String name, boolean masked, LayerFactory layer) {
        return Entry.of(
                name,
                Nets.of(
                        INPUT, () -> new Layer[] {
                            RecurrentEntries.lstm(), layer.create(), new GlobalPoolingLayer(), Nets.classes()
                        }),
                batches(masked));
    }

    private static Entry.Batches batches(boolean masked) {
        return masked
                ? Data.of(Data.gaussian(3, STEPS), Data.oneHot(3), Data.mask(STEPS), null)
                : Data.of(Data.gaussian(3, STEPS), Data.oneHot(3));
    }

    private static Entry.Networks vertex() {
        return Nets.graph(
                vertices -> vertices.addInputs("in")
                        .addLayer("lstm", RecurrentEntries.lstm(), "in")
                        .addVertex(
                                "attention",
                                new AttentionVertex.Builder()
                                        .nInQueries(4)
                                        .nInKeys(4)
                                        .nInValues(4)
                                        .nOut(4)
                                        .nHeads(2)
                                        .headSize(2)
                                        .projectInput(true)
                                        .build(),
                                "lstm",
                                "lstm",
                                "lstm")
                        .addLayer("pooled", new GlobalPoolingLayer(), "attention")
                        .addLayer("out", Nets.classes(), "pooled")
                        .setOutputs("out"),
                INPUT);
    }

    private static Layer selfAttention() {
        return new SelfAttentionLayer.Builder()
                .nHeads(2)
                .headSize(2)
                .projectInput(true)
                .nOut(4)
                .build();
    }

    private static Layer recurrent() {
        return new RecurrentAttentionLayer.Builder()
                .nHeads(1)
                .headSize(4)
                .nIn(4)
                .nOut(4)
                .build();
    }
}
