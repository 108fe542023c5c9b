package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.Map;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the sum of the squared gradients of single examples is had of one layer. */
abstract class SumGradSquared {

    /** By the class itself: a subclass may compute something else. */
    private static final Map<Class<?>, BiFunction<Layer, LayerwiseShadow, SumGradSquared>> KNOWN = Map.of(
            org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer.class, DenseSumGradSquared::new,
            OutputLayer.class, DenseSumGradSquared::new,
            RnnOutputLayer.class, DenseSumGradSquared::new,
            ConvolutionLayer.class, ConvolutionSumGradSquared::new,
            EmbeddingLayer.class, EmbeddingSumGradSquared::new,
            EmbeddingSequenceLayer.class, EmbeddingSumGradSquared::new);

    /** Whether it follows from the layer's input and the derivatives at its output. */
    static boolean isKnown(Layer layer) {
        Object configuration = layer.conf().getLayer();
        boolean normalises = configuration instanceof DenseLayer && ((DenseLayer) configuration).hasLayerNorm();
        return KNOWN.containsKey(layer.getClass()) && !normalises;
    }

    /** For a layer that is known; changes its configuration. */
    static SumGradSquared of(Layer layer, LayerwiseShadow pass) {
        return KNOWN.get(layer.getClass()).apply(layer, pass);
    }

    /** The layer has been given a mask. */
    void setMask(INDArray mask) {
        // most find it in the deltas
    }

    /** The layer has been asked what becomes of a mask. */
    void feedForwardMask(INDArray mask, MaskState state) {
        // most find it in the deltas
    }

    /** The layer has been given labels. */
    void setLabels(INDArray labels) {
        // most find them in the deltas
    }

    /**
     * The backward pass is about to begin.
     *
     * @param epsilon what comes from above, which the pass may overwrite; null for a layer that computes the loss
     */
    void before(INDArray epsilon) {
        // most find it in the deltas
    }

    /** The backward pass is done: overwrites the layer's gradient. */
    abstract void replaceGradient(Layer layer);
}
