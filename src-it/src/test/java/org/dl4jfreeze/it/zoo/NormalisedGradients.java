package org.dl4jfreeze.it.zoo;

import java.util.BitSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.it.support.Networks;

/** The parameters of layers whose gradients are normalised or clipped together. */
final class NormalisedGradients {

    private NormalisedGradients() {}

    /** Their indices in the flat parameter vector. */
    static BitSet of(Model network) {
        BitSet indices = new BitSet();
        for (UpdaterBlock block : Networks.updater(network).getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                GradientNormalization kind = state.getLayer().getConfig().getGradientNormalization();
                if (kind != null && kind != GradientNormalization.None) {
                    indices.set(state.getParamOffsetStart(), state.getParamOffsetEnd());
                }
            }
        }
        return indices;
    }
}
