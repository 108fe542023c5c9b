package org.dl4jfreeze.internal.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.layers.ocnn.OCNNParamInitializer;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;

/** Inspects the owners of parameter arrays: layers, and in a graph vertices, which may hold a layer. */
public final class TrainableLayers {

    private TrainableLayers() {}

    /** Returns the layer itself; null for a vertex without one, such as an attention vertex. */
    static Layer layerOf(Trainable trainable) {
        if (trainable instanceof GraphVertex) {
            return ((GraphVertex) trainable).hasLayer() ? ((GraphVertex) trainable).getLayer() : null;
        }
        return trainable instanceof Layer ? (Layer) trainable : null;
    }

    /** Returns the layer inside DL4J's own freezing wrapper, which passes calls on but hides the type. */
    public static Layer unwrapFrozen(Layer layer) {
        return layer instanceof FrozenLayerWithBackprop ? ((FrozenLayerWithBackprop) layer).getInsideLayer() : layer;
    }

    /** Tells whether DL4J itself keeps the parameters fixed although they have an updater. */
    public static boolean isFixedByDl4j(ParamState state) {
        return layerOf(state.getLayer()) instanceof FrozenLayerWithBackprop;
    }

    /**
     * Tells whether only layer-wise pretraining moves the parameters (the decoder of a variational autoencoder): supervised
     * training does not change them, and their gradient has no meaning there.
     */
    static boolean isPretrainedOnly(ParamState state) {
        return state.getLayer().getConfig().isPretrainParam(state.getParamName());
    }

    /** Tells whether the layer itself writes the parameter while it trains, whatever the updater says. */
    static boolean isWrittenByLayer(ParamState state) {
        Layer layer = layerOf(state.getLayer());
        return layer instanceof OCNNOutputLayer && state.getParamName().equals(OCNNParamInitializer.R_KEY);
    }

    /** Keeps weight decay and constraints from moving frozen parameters. */
    static void keepFrozen(ParamState state) {
        Layer layer = layerOf(state.getLayer());
        if (layer != null) {
            for (org.deeplearning4j.nn.conf.layers.Layer each :
                    LayerConfigurations.withWrapped(layer.conf().getLayer())) {
                FreezeAwareConstraint.install(each);
                FreezeAwareWeightDecay.install(each);
            }
        }
        FreezeAwareWeightDecay.install(state.getLayer().getConfig().getRegularizationByParam(state.getParamName()));
    }
}
