package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MiniBatchesTest {

    @Test
    void aBatchHoldsTheNamedRowsInOrder() {
        DataSet examples = new DataSet(
                Nd4j.createFromArray(new float[][] {{0, 1}, {10, 11}, {20, 21}}),
                Nd4j.createFromArray(new float[][] {{0}, {1}, {2}}));
        MiniBatches batches = new MiniBatches(examples, new int[][] {{2, 0}, {1, 1}});

        assertThat(batches.size()).isEqualTo(2);
        assertThat(batches.get(0).getFeatures()).isEqualTo(Nd4j.createFromArray(new float[][] {{20, 21}, {0, 1}}));
        assertThat(batches.get(0).getLabels()).isEqualTo(Nd4j.createFromArray(new float[][] {{2}, {0}}));
        assertThat(batches.get(1).getLabels()).isEqualTo(Nd4j.createFromArray(new float[][] {{1}, {1}}));
    }
}
