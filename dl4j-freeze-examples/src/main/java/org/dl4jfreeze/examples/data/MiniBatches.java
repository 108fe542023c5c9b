package org.dl4jfreeze.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** An endless sequence of mini-batches, cut out of the examples one by one. Not thread-safe. */
public final class MiniBatches {

    private final DataSet examples;
    private final BatchOrder order;

    /**
     * Describes the sequence; nothing is copied yet.
     *
     * @param examples what to take from
     * @param order    which examples each mini-batch holds
     */
    public MiniBatches(DataSet examples, BatchOrder order) {
        this.examples = examples;
        this.order = order;
    }

    /**
     * The next mini-batch.
     *
     * @return features and labels, copies
     */
    public DataSet next() {
        int[] indices = order.next();
        return new DataSet(rows(examples.getFeatures(), indices), rows(examples.getLabels(), indices));
    }

    private static INDArray rows(INDArray array, int[] indices) {
        return array.getRows(indices).dup('c');
    }
}
