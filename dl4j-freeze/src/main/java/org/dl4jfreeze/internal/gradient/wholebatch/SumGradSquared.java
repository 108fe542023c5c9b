package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingLayer;
import org.deeplearning4j.nn.layers.feedforward.embedding.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLossLayer;

/** Computes the sum of per-example squared gradients for one layer. */
abstract class SumGradSquared {

    /** Known layers by exact class, because a subclass may compute something else. */
    private static final Map<Class<?>, BiFunction<Layer, LayerwiseShadow, SumGradSquared>> KNOWN = Map.of(
            org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer.class, DenseSumGradSquared::new,
            OutputLayer.class, DenseSumGradSquared::new,
            RnnOutputLayer.class, DenseSumGradSquared::new,
            ConvolutionLayer.class, ConvolutionSumGradSquared::new,
            EmbeddingLayer.class, EmbeddingSumGradSquared::new,
            EmbeddingSequenceLayer.class, EmbeddingSumGradSquared::new);

    /** Tells whether there is an implementation that needs only the layer's input and the derivatives at its output. */
    static boolean isKnown(Layer layer) {
        Object configuration = layer.conf().getLayer();
        boolean normalises = configuration instanceof DenseLayer && ((DenseLayer) configuration).hasLayerNorm();
        return KNOWN.containsKey(layer.getClass()) && !normalises;
    }

    /**
     * Creates the implementation for a layer; changes the configuration of a known one.
     *
     * @param another makes a second instance of the layer, on the same parameters
     */
    static SumGradSquared of(Layer layer, Supplier<Layer> another, LayerwiseShadow pass) {
        if (isKnown(layer)) {
            return KNOWN.get(layer.getClass()).apply(layer, pass);
        }
        Layer single = another.get();
        return new PerExampleSumGradSquared(
                single instanceof IOutputLayer ? FirstExampleLossLayer.around(single) : single, pass);
    }

    /** Is told of each call of the layer before it is passed on. */
    void called(String method, Object[] arguments) {
        // most implementations find everything in the deltas
    }

    /** Overwrites the layer's gradient by the sum of squares, after the backward pass. */
    abstract void replaceGradient(Layer layer);
}
