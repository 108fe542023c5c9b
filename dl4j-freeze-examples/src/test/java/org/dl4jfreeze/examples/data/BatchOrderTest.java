package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    @Test
    void everyBatchIsFullAndEachPassHoldsEveryExampleOnce() {
        int[] stream = Arrays.stream(next(15, new BatchOrder(10, 4, 1)))
                .peek(batch -> assertThat(batch).hasSize(4))
                .flatMapToInt(Arrays::stream)
                .toArray();

        for (int pass = 0; pass < 6; pass++) {
            assertThat(Arrays.copyOfRange(stream, 10 * pass, 10 * pass + 10))
                    .containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        }
    }

    @Test
    void sameSeedGivesTheSameSequence() {
        assertThat(next(20, new BatchOrder(50, 8, 3))).isDeepEqualTo(next(20, new BatchOrder(50, 8, 3)));
    }

    @Test
    void otherSeedsAndLaterPassesGiveOtherPermutations() {
        BatchOrder order = new BatchOrder(100, 100, 1);
        int[] first = order.next();

        assertThat(order.next()).isNotEqualTo(first);
        assertThat(new BatchOrder(100, 100, 2).next()).isNotEqualTo(first);
    }

    @Test
    void batchSizeMustBeBetweenOneAndTheNumberOfExamples() {
        assertThatThrownBy(() -> new BatchOrder(10, 0, 1)).hasMessageContaining("[1, 10]");
        assertThatThrownBy(() -> new BatchOrder(10, 11, 1)).hasMessageContaining("[1, 10]");
    }

    private static int[][] next(int count, BatchOrder order) {
        int[][] batches = new int[count][];
        Arrays.setAll(batches, i -> order.next());
        return batches;
    }
}
