package org.dl4jfreeze.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** An endless sequence of mini-batches, cut out of the examples one by one. Not thread-safe. */
public record MiniBatches(DataSet examples, BatchOrder order) {

    /** Copies the next mini-batch. */
    public DataSet next() {
        int[] indices = order.next();
        return new DataSet(rows(examples.getFeatures(), indices), rows(examples.getLabels(), indices));
    }

    private static INDArray rows(INDArray array, int[] indices) {
        return array.getRows(indices).dup('c');
    }
}
