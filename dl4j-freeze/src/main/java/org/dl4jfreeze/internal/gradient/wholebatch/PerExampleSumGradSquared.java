package org.dl4jfreeze.internal.gradient.wholebatch;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLossLayer;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Any layer: a second one on the same parameters goes forward and backward with each example's share of the input and of the
 * derivatives at the output, alone, and what it finds is squared and added up. Costs as many passes of one example through the
 * layer as there are examples.
 */
final class PerExampleSumGradSquared extends SumGradSquared {

    private final Layer alone;
    private final LayerwiseShadow pass;
    private INDArray mask;
    private INDArray maskFromBelow;
    private MaskState maskState;
    private INDArray labels;
    private INDArray epsilon;

    PerExampleSumGradSquared(Layer alone, LayerwiseShadow pass) {
        this.alone = alone;
        this.pass = pass;
        alone.setCacheMode(CacheMode.NONE);
    }

    @Override
    void setMask(INDArray given) {
        this.mask = given;
        this.maskFromBelow = null;
        this.maskState = null;
    }

    @Override
    void feedForwardMask(INDArray given, MaskState state) {
        this.maskFromBelow = given;
        this.maskState = state;
    }

    @Override
    void setLabels(INDArray given) {
        this.labels = given;
    }

    @Override
    void before(INDArray fromAbove) {
        // activation functions and masks may be applied in place
        this.epsilon = fromAbove == null ? null : fromAbove.dup();
    }

    @Override
    @SuppressWarnings("try")
    void replaceGradient(Layer layer) {
        INDArray gradientOfLayer = layer.getGradientsViewArray();
        INDArray sums = pass.sumsOf(gradientOfLayer);
        sums.assign(0);
        INDArray gradient = pass.work(gradientOfLayer.dataType(), gradientOfLayer.length());
        // what a layer only pretrains it leaves alone
        gradient.assign(0);
        alone.setBackpropGradientsViewArray(gradient.reshape(gradientOfLayer.shape()));
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray flat = sums.reshape(sums.length());
            for (long example = 0; example < pass.examples(); example++) {
                goThrough(layer.input(), example);
                VectorMath.addSquares(flat, MiniBatch.atLeastFloat(gradient));
            }
        }
        labels = null;
        epsilon = null;
    }

    private void goThrough(INDArray input, long example) {
        LayerWorkspaceMgr nowhere = LayerWorkspaceMgr.noWorkspaces();
        INDArray own = share(input, example);
        alone.setInputMiniBatchSize((int) own.size(0));
        alone.setInput(own, nowhere);
        if (maskState != null || maskFromBelow != null) {
            alone.feedForwardMaskArray(share(maskFromBelow, example), maskState, (int) own.size(0));
        }
        if (mask != null) {
            alone.setMaskArray(share(mask, example));
        }
        if (alone instanceof IOutputLayer) {
            FirstExampleLossLayer.setExamples(alone, 1);
            ((IOutputLayer) alone).setLabels(share(labels, example));
        } else {
            alone.activate(true, nowhere);
        }
        alone.backpropGradient(share(epsilon, example), nowhere);
        alone.setMaskArray(null);
        alone.clear();
    }

    private INDArray share(INDArray array, long example) {
        return MiniBatch.exampleOf(array, example, pass.examples());
    }
}
