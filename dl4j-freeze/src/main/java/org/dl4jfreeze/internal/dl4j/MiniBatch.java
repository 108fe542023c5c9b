package org.dl4jfreeze.internal.dl4j;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Holds the arrays of one mini-batch, examples along dimension 0: one entry per network input or output; input masks one per input
 * or, in a MultiLayerNetwork, per hidden layer; null for no mask.
 */
public final class MiniBatch {

    private final INDArray[] inputs;
    private final INDArray[] labels;
    private final INDArray[] inputMasks;
    private final INDArray[] labelMasks;

    public MiniBatch(INDArray[] inputs, INDArray[] labels, INDArray[] inputMasks, INDArray[] labelMasks) {
        this.inputs = inputs;
        this.labels = labels;
        this.inputMasks = inputMasks == null ? new INDArray[inputs.length] : inputMasks;
        this.labelMasks = labelMasks == null ? new INDArray[labels.length] : labelMasks;
    }

    public INDArray[] inputs() {
        return inputs;
    }

    public INDArray[] labels() {
        return labels;
    }

    public INDArray[] inputMasks() {
        return inputMasks;
    }

    public INDArray[] labelMasks() {
        return labelMasks;
    }

    /** Returns the number of examples; an array may have several rows of each, such as one per step. */
    public long examples() {
        return inputs[0].size(0);
    }

    /** Tells whether a label mask is one number per example, so that the first example's is a single number. */
    public boolean hasLabelMaskPerExample() {
        for (INDArray mask : labelMasks) {
            if (mask != null && mask.length() == examples()) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether neither inputs nor labels are masked. */
    public boolean hasNoMasks() {
        return Arrays.stream(inputMasks).allMatch(Objects::isNull)
                && Arrays.stream(labelMasks).allMatch(Objects::isNull);
    }

    /** Returns the first example as a mini-batch of one. */
    public MiniBatch first() {
        return example(0);
    }

    /** Returns one example as a mini-batch of one. */
    public MiniBatch example(long number) {
        return new MiniBatch(
                example(number, inputs),
                example(number, labels),
                example(number, inputMasks),
                example(number, labelMasks));
    }

    private INDArray[] example(long number, INDArray[] arrays) {
        INDArray[] ofExample = new INDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            ofExample[i] = exampleOf(arrays[i], number, examples());
        }
        return ofExample;
    }

    /**
     * Copies the first example's rows of an array that has its examples along dimension 0, with one row for each example or, as
     * DL4J flattens steps and stacks vertices, several: row r of example s is then row {@code s + examples * r}. Null for null.
     */
    public static INDArray firstOf(INDArray array, long examples) {
        return exampleOf(array, 0, examples);
    }

    /** Copies any example's rows of such an array. */
    public static INDArray exampleOf(INDArray array, long number, long examples) {
        if (array == null) {
            return null;
        }
        INDArray[] rows = new INDArray[(int) (array.size(0) / examples)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rowOf(array, number + i * examples);
        }
        return rows.length == 1 ? rows[0] : Nd4j.concat(0, rows);
    }

    /**
     * Copies one row, as an array of one row. ND4J's {@code get} and {@code slice} return nothing for some views, and strides in
     * intervals are correct only from 0.
     */
    public static INDArray rowOf(INDArray array, long row) {
        long[] shape = array.shape().clone();
        shape[0] = 1;
        INDArray matrix = array.rank() == 1 ? array.reshape(array.length(), 1) : array;
        int[] others = IntStream.range(1, matrix.rank()).toArray();
        return matrix.tensorAlongDimension(row, others).dup('c').reshape('c', shape);
    }

    /** Returns the indices of the first example's rows. */
    public static INDArrayIndex[] rowsOfFirst(INDArray array, long examples) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(array);
        indices[0] = NDArrayIndex.interval(0, examples, array.size(0));
        return indices;
    }

    /** Returns a view of the first rows. */
    public static INDArray head(INDArray array, long rows) {
        INDArrayIndex[] indices = NDArrayIndex.allFor(array);
        indices[0] = NDArrayIndex.interval(0, rows);
        return array.get(indices);
    }
}
