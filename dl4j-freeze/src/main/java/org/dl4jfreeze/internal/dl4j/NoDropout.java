package org.dl4jfreeze.internal.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Drops nothing and copies its input. A {@code DropoutLayer} without a dropout passes on its very input, and where that is the
 * network's, DL4J's check of workspaces fails.
 */
final class NoDropout implements IDropout {

    private static final long serialVersionUID = 1L;

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        return result == input ? input : result.assign(input);
    }

    @Override
    public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
        return gradientAtInput == gradientAtOutput ? gradientAtInput : gradientAtInput.assign(gradientAtOutput);
    }

    @Override
    public void clear() {
        // nothing is kept
    }

    @Override
    public NoDropout clone() {
        return new NoDropout();
    }
}
