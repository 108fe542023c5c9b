package org.dl4jfreeze.internal.gradient.wholebatch;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLossLayer;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Handles any other layer: a second instance on the same parameters runs forward and backward on each example's share of the input
 * and of the derivatives at the output, and its gradients are squared and summed. Costs as many passes of one example through the
 * layer as there are examples.
 */
final class PerExampleSumGradSquared extends SumGradSquared {

    private final Layer single;
    private final LayerwiseShadow pass;
    private INDArray mask;
    private INDArray maskFromBelow;
    private MaskState maskState;
    private INDArray labels;
    private INDArray epsilon;

    PerExampleSumGradSquared(Layer single, LayerwiseShadow pass) {
        this.single = single;
        this.pass = pass;
        single.setCacheMode(CacheMode.NONE);
    }

    @Override
    void called(String method, Object[] arguments) {
        switch (method) {
            case "setMaskArray":
                mask = (INDArray) arguments[0];
                maskFromBelow = null;
                maskState = null;
                break;
            case "feedForwardMaskArray":
                maskFromBelow = (INDArray) arguments[0];
                maskState = (MaskState) arguments[1];
                break;
            case "setLabels":
                labels = (INDArray) arguments[0];
                break;
            case "backpropGradient":
                // null for a layer that computes the loss; activation functions and masks may be applied in place
                epsilon = arguments[0] == null ? null : ((INDArray) arguments[0]).dup();
                break;
            default:
                break;
        }
    }

    @Override
    @SuppressWarnings("try")
    void replaceGradient(Layer layer) {
        INDArray gradientOfLayer = layer.getGradientsViewArray();
        INDArray sums = pass.sumsOf(gradientOfLayer);
        sums.assign(0);
        INDArray gradient = pass.work(gradientOfLayer.dataType(), gradientOfLayer.length());
        // parameters that are only pretrained get no gradient
        gradient.assign(0);
        single.setBackpropGradientsViewArray(gradient.reshape(gradientOfLayer.shape()));
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray flat = sums.reshape(sums.length());
            for (long example = 0; example < pass.examples(); example++) {
                goThrough(layer.input(), example);
                VectorMath.addSquares(flat, FlatArray.atLeastFloat(gradient));
            }
        }
        labels = null;
        epsilon = null;
    }

    private void goThrough(INDArray input, long example) {
        LayerWorkspaceMgr nowhere = LayerWorkspaceMgr.noWorkspaces();
        INDArray own = share(input, example);
        single.setInputMiniBatchSize((int) own.size(0));
        single.setInput(own, nowhere);
        if (maskState != null || maskFromBelow != null) {
            single.feedForwardMaskArray(share(maskFromBelow, example), maskState, (int) own.size(0));
        }
        if (mask != null) {
            single.setMaskArray(share(mask, example));
        }
        if (single instanceof IOutputLayer) {
            FirstExampleLossLayer.setExamples(single, 1);
            ((IOutputLayer) single).setLabels(share(labels, example));
        } else {
            single.activate(true, nowhere);
        }
        single.backpropGradient(share(epsilon, example), nowhere);
        single.setMaskArray(null);
        single.clear();
    }

    private INDArray share(INDArray array, long example) {
        return MiniBatch.exampleOf(array, example, pass.examples());
    }
}
