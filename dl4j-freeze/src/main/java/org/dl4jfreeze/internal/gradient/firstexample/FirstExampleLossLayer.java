package org.dl4jfreeze.internal.gradient.firstexample;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.TrainableLayers;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Restricts the loss to the first example of the mini-batch, and returns zeros as the gradient by the other examples' activations.
 * Where the layers below have seen the whole mini-batch, the result is the gradient of the first example's loss, which depends on
 * the other examples too (through batch normalisation). The loss layer only has to compute the loss of a mini-batch of one.
 *
 * <p>DL4J's losses refuse a label mask of one number. In that case the loss layer is given the example twice, the second
 * time with mask 0.
 */
public final class FirstExampleLossLayer extends BaseWrapperLayer implements IOutputLayer {

    private static final long serialVersionUID = 1L;

    private long examples;
    private INDArray input;
    private INDArray labels;
    private INDArray mask;

    public FirstExampleLossLayer(Layer loss) {
        super(loss);
    }

    /** Tells such a layer how many examples the next mini-batch holds; arrays may have several rows of each. */
    public static void setExamples(Layer output, long number) {
        if (output instanceof FirstExampleLossLayer) {
            ((FirstExampleLossLayer) output).examples = number;
        }
    }

    @Override
    public void setInput(INDArray activations, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(activations, workspaceMgr);
        this.input = super.input();
    }

    @Override
    public INDArray input() {
        return input;
    }

    @Override
    public INDArray activate(INDArray activations, boolean training, LayerWorkspaceMgr workspaceMgr) {
        setInput(activations, workspaceMgr);
        return activate(training, workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray none, LayerWorkspaceMgr workspaceMgr) {
        INDArray example = MiniBatch.firstOf(input, examples);
        INDArray label = labels == null ? null : MiniBatch.firstOf(labels, examples);
        INDArray itsMask = mask == null ? null : MiniBatch.firstOf(mask, examples);
        if (itsMask != null && itsMask.length() == 1) {
            example = Nd4j.concat(0, example, example);
            label = label == null ? null : Nd4j.concat(0, label, label);
            itsMask = Nd4j.concat(0, itsMask, itsMask.like());
        }
        super.setInput(example, workspaceMgr);
        super.setMaskArray(itsMask);
        ((IOutputLayer) TrainableLayers.unwrapFrozen(underlying)).setLabels(label);
        Pair<Gradient, INDArray> result = underlying.backpropGradient(none, workspaceMgr);
        return new Pair<>(result.getFirst(), amongZeros(result.getSecond(), workspaceMgr));
    }

    private INDArray amongZeros(INDArray ofExample, LayerWorkspaceMgr workspaceMgr) {
        INDArray all = workspaceMgr.create(ArrayType.ACTIVATION_GRAD, ofExample.dataType(), input.shape(), 'f');
        INDArray rows = all.get(MiniBatch.rowsOfFirst(all, examples));
        // an example that was given twice has a second row, which is masked
        rows.assign(MiniBatch.head(ofExample, rows.size(0)));
        return all;
    }

    @Override
    public void setMaskArray(INDArray maskArray) {
        this.mask = maskArray;
    }

    @Override
    public INDArray getMaskArray() {
        return mask;
    }

    /** Ignores the mask: a loss layer could mistake a feature mask for its label mask. */
    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray featureMask, MaskState state, int miniBatchSize) {
        super.setMaskArray(null);
        Pair<INDArray, MaskState> result = super.feedForwardMaskArray(featureMask, state, miniBatchSize);
        this.mask = super.getMaskArray();
        return result;
    }

    @Override
    public boolean needsLabels() {
        return ((IOutputLayer) TrainableLayers.unwrapFrozen(underlying)).needsLabels();
    }

    @Override
    public void setLabels(INDArray labelArray) {
        this.labels = labelArray;
    }

    @Override
    public INDArray getLabels() {
        return labels;
    }

    @Override
    public void clear() {
        super.clear();
        input = null;
        labels = null;
        mask = null;
    }

    /** Returns 0: the shadow's loss is not used. */
    @Override
    public double computeScore(double penalties, boolean training, LayerWorkspaceMgr workspaceMgr) {
        return 0;
    }

    @Override
    public INDArray computeScoreForExamples(double penalties, LayerWorkspaceMgr workspaceMgr) {
        throw gradientsOnly();
    }

    @Override
    public double f1Score(DataSet data) {
        throw gradientsOnly();
    }

    @Override
    public double f1Score(INDArray features, INDArray labelArray) {
        throw gradientsOnly();
    }

    @Override
    @Deprecated
    public int numLabels() {
        throw gradientsOnly();
    }

    @Override
    public void fit(DataSetIterator data) {
        throw gradientsOnly();
    }

    @Override
    public int[] predict(INDArray features) {
        throw gradientsOnly();
    }

    @Override
    public List<String> predict(DataSet data) {
        throw gradientsOnly();
    }

    @Override
    public void fit(INDArray features, INDArray labelArray) {
        throw gradientsOnly();
    }

    @Override
    public void fit(DataSet data) {
        throw gradientsOnly();
    }

    @Override
    public void fit(INDArray features, int[] labelIndices) {
        throw gradientsOnly();
    }

    private static UnsupportedOperationException gradientsOnly() {
        return new UnsupportedOperationException("A shadow network only computes gradients");
    }
}
