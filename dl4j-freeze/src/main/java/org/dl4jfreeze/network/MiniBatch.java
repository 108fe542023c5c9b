package org.dl4jfreeze.network;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays of one mini-batch, examples along dimension 0: one entry per network input or output, input masks one per input
 * or, in a MultiLayerNetwork, per hidden layer; null where there is no mask.
 */
final class MiniBatch {

    private final INDArray[] inputs;
    private final INDArray[] labels;
    private final INDArray[] inputMasks;
    private final INDArray[] labelMasks;

    MiniBatch(INDArray[] inputs, INDArray[] labels, INDArray[] inputMasks, INDArray[] labelMasks) {
        this.inputs = inputs;
        this.labels = labels;
        this.inputMasks = inputMasks == null ? new INDArray[inputs.length] : inputMasks;
        this.labelMasks = labelMasks == null ? new INDArray[labels.length] : labelMasks;
    }

    INDArray[] inputs() {
        return inputs;
    }

    INDArray[] labels() {
        return labels;
    }

    INDArray[] inputMasks() {
        return inputMasks;
    }

    INDArray[] labelMasks() {
        return labelMasks;
    }

    private long examples() {
        return labels[0].size(0);
    }

    /** Whether a label mask is one number per example, so that the first example's would be a single number. */
    boolean hasLabelMaskPerExample() {
        for (INDArray mask : labelMasks) {
            if (mask != null && mask.length() == examples()) {
                return true;
            }
        }
        return false;
    }

    /** The first example alone, as a mini-batch of one. */
    MiniBatch first() {
        return new MiniBatch(
                map(inputs, MiniBatch::firstOf),
                map(labels, MiniBatch::firstOf),
                map(inputMasks, mask -> maskOfFirst(mask, examples())),
                map(labelMasks, mask -> maskOfFirst(mask, examples())));
    }

    /** The same mini-batch with other label masks. */
    MiniBatch withLabelMasks(INDArray[] masks) {
        return new MiniBatch(inputs, labels, inputMasks, masks);
    }

    /**
     * The first example's rows of a mask that has them along dimension 0, or that DL4J has flattened to
     * {@code [examples * steps, ...]}, in which step t of example s is row {@code s + examples * t}.
     */
    static INDArray maskOfFirst(INDArray mask, long examples) {
        return mask.get(rowsOfFirst(mask, examples)).dup();
    }

    /** The same mask, zero in all rows but the first example's. */
    static INDArray onlyFirst(INDArray mask, long examples) {
        INDArray only = mask.like();
        INDArrayIndex[] rows = rowsOfFirst(mask, examples);
        only.get(rows).assign(mask.get(rows));
        return only;
    }

    private static INDArrayIndex[] rowsOfFirst(INDArray mask, long examples) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(mask);
        indices[0] = NDArrayIndex.interval(0, examples, mask.size(0));
        return indices;
    }

    static INDArray firstOf(INDArray array) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(array);
        indices[0] = NDArrayIndex.interval(0, 1);
        return array.get(indices).dup();
    }

    private static INDArray[] map(INDArray[] arrays, UnaryOperator<INDArray> operator) {
        INDArray[] mapped = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            mapped[i] = arrays[i] == null ? null : operator.apply(arrays[i]);
        }
        return mapped;
    }
}
