package org.dl4jfreeze.internal.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dropout that drops nothing. A {@code DropoutLayer} without any hands on its very input, and where that is the network's,
 * DL4J's check of workspaces fails; with this one it hands on a copy.
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
