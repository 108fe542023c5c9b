package org.dl4jfreeze.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Looks at what owns a parameter array: a layer, or in a graph a vertex, which may hold a layer. */
final class Trainables {

    private Trainables() {}

    /** The layer itself; null for a vertex without one, such as an attention vertex. */
    static Layer layerOf(Trainable trainable) {
        if (trainable instanceof GraphVertex) {
            return ((GraphVertex) trainable).hasLayer() ? ((GraphVertex) trainable).getLayer() : null;
        }
        return trainable instanceof Layer ? (Layer) trainable : null;
    }

    /** The layer behind DL4J's own freezing wrapper, which passes calls on but hides the type. */
    static Layer unwrapFrozen(Layer layer) {
        return layer instanceof FrozenLayerWithBackprop ? ((FrozenLayerWithBackprop) layer).getInsideLayer() : layer;
    }

    /** Whether DL4J itself keeps the parameters fixed although they have an updater. */
    static boolean isFixedByDl4j(ParamState state) {
        return layerOf(state.getLayer()) instanceof FrozenLayerWithBackprop;
    }

    /** Whether something moves the parameters after their updater has run: weight decay or a constraint. */
    static boolean isMovedBehindUpdater(ParamState state) {
        List<Regularization> regularizations =
                state.getLayer().getConfig().getRegularizationByParam(state.getParamName());
        boolean decays = regularizations != null
                && regularizations.stream().anyMatch(r -> r.applyStep() == Regularization.ApplyStep.POST_UPDATER);
        return decays || isConstrained(layerOf(state.getLayer()));
    }

    private static boolean isConstrained(Layer layer) {
        return layer != null
                && LayerConfigurations.withWrapped(layer.conf().getLayer()).stream()
                        .map(org.deeplearning4j.nn.conf.layers.Layer::getConstraints)
                        .anyMatch(Trainables::holdsUserConstraint);
    }

    private static boolean holdsUserConstraint(List<LayerConstraint> constraints) {
        return constraints != null && constraints.stream().anyMatch(constraint -> !(constraint instanceof KeepFrozen));
    }
}
