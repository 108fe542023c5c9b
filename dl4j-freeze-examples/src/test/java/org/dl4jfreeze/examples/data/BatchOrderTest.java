package org.dl4jfreeze.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    @Test
    void everyBatchIsFullAndEachPassHoldsEveryExampleOnce() {
        int[] stream = Arrays.stream(new BatchOrder(10, 4, 1).next(15))
                .peek(batch -> assertThat(batch).hasSize(4))
                .flatMapToInt(Arrays::stream)
                .toArray();

        for (int pass = 0; pass < 6; pass++) {
            assertThat(Arrays.copyOfRange(stream, 10 * pass, 10 * pass + 10))
                    .containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
        }
    }

    @Test
    void sameSeedGivesTheSameSequenceHoweverItIsCut() {
        BatchOrder atOnce = new BatchOrder(50, 8, 3);
        BatchOrder inTwo = new BatchOrder(50, 8, 3);
        int[][] first = inTwo.next(7);
        int[][] second = inTwo.next(13);

        assertThat(atOnce.next(20)).isDeepEqualTo(concatenated(first, second));
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

    private static int[][] concatenated(int[][] first, int[][] second) {
        int[][] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
