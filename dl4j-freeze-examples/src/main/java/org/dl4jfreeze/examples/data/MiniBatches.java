package org.dl4jfreeze.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A finite sequence of mini-batches that can be gone through again and again, as all branches of a run do.
 *
 * <p>Small ones are cut out once and kept (at most {@value #KEPT_FLOATS} floats in all), because cutting costs as much as
 * a small network's iteration; larger ones are cut anew at each use.
 */
public final class MiniBatches {

    private static final long KEPT_FLOATS = 1 << 24;

    private final DataSet examples;
    private final int[][] indices;
    private final DataSet[] kept;

    /**
     * Describes the sequence; nothing is copied yet.
     *
     * @param examples what to take from
     * @param indices  indices of the examples of each mini-batch
     */
    public MiniBatches(DataSet examples, int[][] indices) {
        this.examples = examples;
        this.indices = indices.clone();
        long floatsPerExample =
                (examples.getFeatures().length() + examples.getLabels().length())
                        / examples.getFeatures().size(0);
        long floats = indices.length == 0 ? 0 : floatsPerExample * indices.length * indices[0].length;
        this.kept = floats <= KEPT_FLOATS ? new DataSet[indices.length] : null;
    }

    /**
     * Number of mini-batches.
     *
     * @return the number
     */
    public int size() {
        return indices.length;
    }

    /**
     * One mini-batch.
     *
     * @param iteration its place in the sequence, from 0
     * @return features and labels; not to be changed
     */
    public DataSet get(int iteration) {
        if (kept == null) {
            return cut(iteration);
        }
        if (kept[iteration] == null) {
            kept[iteration] = cut(iteration);
        }
        return kept[iteration];
    }

    private DataSet cut(int iteration) {
        return new DataSet(rows(examples.getFeatures(), iteration), rows(examples.getLabels(), iteration));
    }

    private INDArray rows(INDArray array, int iteration) {
        return array.getRows(indices[iteration]).dup('c');
    }
}
