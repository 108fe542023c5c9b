package org.dl4jfreeze.internal.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.ConvexOptimizer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;

/** Handles a layer that DL4J pretrains on its own, with a separate updater whose state has no mask. */
final class PretrainedLayer {

    private PretrainedLayer() {}

    /**
     * Hands the network's mask down to the layer's updater.
     *
     * @param model         what DL4J calls a listener with while it pretrains
     * @param networkBlocks the updater blocks of the network
     * @param mask          of the network's parameters
     * @return whether the model is a layer of the network
     */
    static boolean freeze(Model model, List<UpdaterBlock> networkBlocks, FreezeMask mask) {
        int offset = offsetOf(model, networkBlocks);
        if (offset < 0) {
            return false;
        }
        ConvexOptimizer optimizer = ((Layer) model).getOptimizer();
        if (optimizer == null) {
            // called by hand: without a solver nothing trains the layer on its own
            return true;
        }
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) optimizer.getUpdater();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                FreezingAdamUpdater own = (FreezingAdamUpdater) block.getGradientUpdater();
                own.hear();
                FreezeMask part = mask.slice(offset + block.getParamOffsetStart(), offset + block.getParamOffsetEnd());
                if (!own.mask().equals(part)) {
                    own.setMask(part);
                }
            }
        }
        return true;
    }

    /**
     * Makes DL4J call a listener of the network while it pretrains layers: neither a layer nor its solver is told of listeners that
     * are added to the network.
     */
    static void listen(TrainingListener listener, Layer[] layers) {
        for (Layer layer : layers) {
            if (layer.isPretrainLayer()) {
                if (!layer.getListeners().contains(listener)) {
                    layer.addListeners(listener);
                }
                ConvexOptimizer optimizer = layer.getOptimizer();
                if (optimizer != null) {
                    optimizer.setListeners(layer.getListeners());
                }
            }
        }
    }

    private static int offsetOf(Model model, List<UpdaterBlock> networkBlocks) {
        for (UpdaterBlock block : networkBlocks) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                if (TrainableLayers.layerOf(state.getLayer()) == model) {
                    return state.getParamOffsetStart();
                }
            }
        }
        return -1;
    }
}
