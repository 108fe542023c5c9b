package org.dl4jfreeze.matrix;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers on vectors. */
final class FeedForwardEntries {

    private static final InputType INPUT = InputType.feedForward(4);
    private static final Entry.Batches CLASSES = Data.of(Data.gaussian(4), Data.oneHot(3));

    private FeedForwardEntries() {}

    static List<Entry> all() {
        return Entry.list(
                hidden(
                        "dense without biases",
                        () -> new DenseLayer.Builder().nOut(5).hasBias(false).build()),
                hidden("dense with layer norm", () -> new DenseLayer.Builder()
                        .nOut(5)
                        .hasLayerNorm(true)
                        .build()),
                hidden("activation layer", () -> new ActivationLayer(Activation.SWISH)),
                hidden(
                        "parametric ReLU",
                        () -> new PReLULayer.Builder().inputShape(6).build()),
                hidden("element-wise multiplication", () -> new ElementWiseMultiplicationLayer.Builder()
                        .nIn(6)
                        .nOut(6)
                        .build()),
                hidden("batch norm", BatchNormalization::new),
                hidden("batch norm with fixed gamma and beta", () -> new BatchNormalization.Builder()
                        .lockGammaBeta(true)
                        .build()),
                hidden(
                                "autoencoder as a layer",
                                () -> new AutoEncoder.Builder(0.3).nOut(5).build())
                        .moving(0.5, "its visible biases are trained in pretraining only"),
                hidden("variational autoencoder as a layer", FeedForwardEntries::variational)
                        .moving(0.2, "its decoder is trained in pretraining only"),
                hidden("SameDiff layer", () -> new Scaled(6)),
                Entry.of(
                        "embedding",
                        Nets.of(InputType.feedForward(5), () -> new Layer[] {
                            new EmbeddingLayer.Builder()
                                    .nIn(5)
                                    .nOut(4)
                                    .hasBias(true)
                                    .build(),
                            Nets.classes()
                        }),
                        Data.of(Data.indices(5, 1), Data.oneHot(3))),
                Entry.of(
                        "loss layer after batch norm",
                        Nets.of(INPUT, () -> new Layer[] {
                            new DenseLayer.Builder().nOut(3).build(),
                            new BatchNormalization(),
                            new ActivationLayer(Activation.TANH),
                            Nets.squaredError()
                        }),
                        CLASSES),
                Entry.of("one layer", Nets.of(INPUT, () -> new Layer[] {Nets.classes()}), CLASSES));
    }

    private interface LayerFactory {
        Layer create();
    }

    /** Between two dense layers. */
    private static Entry hidden(String name, LayerFactory layer) {
        return Entry.of(
                name,
                Nets.of(INPUT, () ->
                        new Layer[] {new DenseLayer.Builder().nOut(6).build(), layer.create(), Nets.classes()}),
                CLASSES);
    }

    static Layer variational() {
        return new VariationalAutoencoder.Builder()
                .encoderLayerSizes(5)
                .decoderLayerSizes(5)
                .nOut(3)
                .build();
    }

    /** A layer of SameDiff's: {@code tanh(x * scale + shift)}. */
    static final class Scaled extends SameDiffLayer {

        private static final long serialVersionUID = 1L;

        private int size;

        Scaled() {
            // for JSON
        }

        Scaled(int size) {
            this.size = size;
        }

        public int getSize() {
            return size;
        }

        public void setSize(int value) {
            this.size = value;
        }

        @Override
        public SDVariable defineLayer(
                SameDiff graph, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
            return graph.math.tanh(input.mul(parameters.get("scale")).add(parameters.get("shift")));
        }

        @Override
        public void defineParameters(SDLayerParams parameters) {
            parameters.addWeightParam("scale", 1, size);
            parameters.addBiasParam("shift", 1, size);
        }

        @Override
        public void initializeParameters(Map<String, INDArray> parameters) {
            parameters.get("scale").assign(0.7);
            parameters.get("shift").assign(0);
        }

        @Override
        public InputType getOutputType(int index, InputType input) {
            return input;
        }
    }
}
