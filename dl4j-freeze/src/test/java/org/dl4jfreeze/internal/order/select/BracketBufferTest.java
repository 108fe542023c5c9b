package org.dl4jfreeze.internal.order.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.junit.jupiter.api.Test;

class BracketBufferTest {

    private static final int N = 1000;

    /** As if threads took pieces of the parameters, and the last one were done first. */
    @Test
    void theLowestAreThoseOfAStableSortInWhateverOrderTheyCome() {
        int[] values = new Random(1).ints(N, 0, 20).toArray();
        ParameterOrder order =
                ParameterOrder.ascending(IntStream.of(values).asDoubleStream().toArray());
        int piece = 90;
        BracketBuffer inside = new BracketBuffer(N);
        for (int from = (N - 1) / piece * piece; from >= 0; from -= piece) {
            int to = Math.min(N, from + piece);
            inside.add(
                    IntStream.range(from, to).mapToLong(i -> values[i]).toArray(),
                    IntStream.range(from, to).toArray(),
                    to - from);
        }
        for (int k = 1; k <= N; k++) {
            long[] words = new long[(N + 63) / 64];
            inside.markLowest(k, words);
            assertThat(FreezeMask.ofWords(N, words)).isEqualTo(order.lowest(k));
        }
    }

    @Test
    void whatThereIsNoRoomForIsLeftOut() {
        BracketBuffer inside = new BracketBuffer(3);
        inside.add(new long[] {5, 6}, new int[] {50, 40}, 2);
        assertThat(inside.isFull()).isFalse();
        inside.add(new long[] {4, 3}, new int[] {30, 20}, 2);
        assertThat(inside.isFull()).isTrue();
        inside.add(new long[] {1}, new int[] {10}, 1);
        inside.clear();
        assertThat(inside.isFull()).isFalse();
        inside.add(new long[] {9}, new int[] {7}, 1);
        long[] words = new long[1];
        inside.markLowest(1, words);
        assertThat(words).containsExactly(1L << 7);
    }
}
