package org.dl4jfreeze.network;

import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays of one mini-batch, examples along dimension 0: one entry per network input or output, masks null where there
 * are none.
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

    /** The feature masks, or null if there is none at all, which is how DL4J's graphs want it. */
    INDArray[] inputMasks() {
        return nullIfEmpty(inputMasks);
    }

    /** The label masks, or null if there is none at all. */
    INDArray[] labelMasks() {
        return nullIfEmpty(labelMasks);
    }

    private static INDArray[] nullIfEmpty(INDArray[] arrays) {
        for (INDArray array : arrays) {
            if (array != null) {
                return arrays;
            }
        }
        return null;
    }

    /** Whether a label mask is one number per example, so that the first example's would be a single number. */
    boolean hasLabelMaskPerExample() {
        for (INDArray mask : labelMasks) {
            if (mask != null && mask.length() == mask.size(0)) {
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
                map(inputMasks, MiniBatch::firstOf),
                map(labelMasks, MiniBatch::firstOf));
    }

    /** The same mini-batch with other label masks. */
    MiniBatch withLabelMasks(INDArray[] masks) {
        return new MiniBatch(inputs, labels, inputMasks, masks);
    }

    static INDArray firstOf(INDArray array) {
        INDArrayIndex[] indices = new INDArrayIndex[array.rank()];
        indices[0] = NDArrayIndex.interval(0, 1);
        for (int i = 1; i < indices.length; i++) {
            indices[i] = NDArrayIndex.all();
        }
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
