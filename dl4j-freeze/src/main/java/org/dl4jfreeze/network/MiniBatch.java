package org.dl4jfreeze.network;

import java.util.Arrays;
import java.util.Objects;
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

    /** The number of examples; an array may have several rows of each, such as one per step. */
    long examples() {
        return inputs[0].size(0);
    }

    /** Whether a label mask is one number per example, so that the first example's is a single number. */
    boolean hasLabelMaskPerExample() {
        for (INDArray mask : labelMasks) {
            if (mask != null && mask.length() == examples()) {
                return true;
            }
        }
        return false;
    }

    /** Whether neither inputs nor labels are masked. */
    boolean hasNoMasks() {
        return Arrays.stream(inputMasks).allMatch(Objects::isNull)
                && Arrays.stream(labelMasks).allMatch(Objects::isNull);
    }

    /** The first example alone, as a mini-batch of one. */
    MiniBatch first() {
        return new MiniBatch(first(inputs), first(labels), first(inputMasks), first(labelMasks));
    }

    private INDArray[] first(INDArray[] arrays) {
        INDArray[] firsts = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            firsts[i] = arrays[i] == null ? null : firstOf(arrays[i], examples());
        }
        return firsts;
    }

    /**
     * The first example's rows of an array that has its examples along dimension 0, be it one row of each or, as DL4J
     * flattens steps and stacks vertices, several: row r of example s is then row {@code s + examples * r}.
     */
    static INDArray firstOf(INDArray array, long examples) {
        return array.get(rowsOfFirst(array, examples)).dup();
    }

    /** Indices of the first example's rows. */
    static INDArrayIndex[] rowsOfFirst(INDArray array, long examples) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(array);
        indices[0] = NDArrayIndex.interval(0, examples, array.size(0));
        return indices;
    }

    /** The first rows. */
    static INDArray head(INDArray array, long rows) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(array);
        indices[0] = NDArrayIndex.interval(0, rows);
        return array.get(indices);
    }
}
