package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MiniBatchesTest {

    @Test
    void batchesHoldTheRowsThatTheOrderNames() {
        DataSet examples = new DataSet(
                Nd4j.createFromArray(new float[][] {{0, 1}, {10, 11}, {20, 21}}),
                Nd4j.createFromArray(new float[][] {{0}, {1}, {2}}));
        MiniBatches batches = new MiniBatches(examples, new BatchOrder(3, 2, 5));
        BatchOrder order = new BatchOrder(3, 2, 5);

        for (int i = 0; i < 6; i++) {
            int[] rows = order.next();
            DataSet batch = batches.next();
            assertThat(batch.getFeatures())
                    .isEqualTo(Nd4j.createFromArray(
                            new float[][] {{10 * rows[0], 10 * rows[0] + 1}, {10 * rows[1], 10 * rows[1] + 1}}));
            assertThat(batch.getLabels()).isEqualTo(Nd4j.createFromArray(new float[][] {{rows[0]}, {rows[1]}}));
        }
    }
}
