package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.ParameterGroup;

/** Lists the contents of DL4J's updater blocks: updaters, parameter arrays, layers. */
final class UpdaterBlockContents {

    private UpdaterBlockContents() {}

    /** Returns the names of the updaters of all blocks, each once. */
    static Set<String> updaterNames(List<UpdaterBlock> blocks) {
        Set<String> names = new LinkedHashSet<>();
        for (UpdaterBlock block : blocks) {
            names.add(block.getGradientUpdater().getConfig().getClass().getSimpleName());
        }
        return names;
    }

    /** Returns all parameter arrays of all layers, in the order of the flat parameter vector. */
    static List<ParameterGroup> groups(List<UpdaterBlock> blocks) {
        List<LayerArrays> layers = new ArrayList<>();
        LayerArrays layer = null;
        for (UpdaterBlock block : blocks) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                if (layer == null || !layer.isOf(state)) {
                    layer = new LayerArrays();
                    layers.add(layer);
                }
                layer.add(state, block);
            }
        }
        List<ParameterGroup> groups = new ArrayList<>();
        layers.forEach(each -> groups.addAll(each.groups()));
        return Collections.unmodifiableList(groups);
    }

    /** Tells whether gradients of a layer in a block are clipped or normalised together. */
    static boolean hasGradientNormalization(UpdaterBlock block) {
        for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
            GradientNormalization normalization = state.getLayer().getConfig().getGradientNormalization();
            if (normalization != null && normalization != GradientNormalization.None) {
                return true;
            }
        }
        return false;
    }
}
