package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreezeMaskTest {

    @Test
    void everyPartEqualsTheSameRangeOfABooleanArray() {
        Random random = new Random(5);
        for (int n : new int[] {1, 63, 64, 65, 128, 200}) {
            boolean[] frozen = new boolean[n];
            for (int i = 0; i < n; i++) {
                frozen[i] = random.nextBoolean();
            }
            FreezeMask mask = FreezeMask.of(frozen);
            for (int from = 0; from <= n; from++) {
                for (int to = from; to <= n; to++) {
                    FreezeMask expected = FreezeMask.of(Arrays.copyOfRange(frozen, from, to));
                    assertThat(mask.slice(from, to)).isEqualTo(expected);
                    assertThat(mask.frozenCount(from, to)).isEqualTo(expected.frozenCount());
                }
            }
        }
    }

    @Test
    void splitAndMergeIsTheWhole() {
        FreezeMask mask = ParameterOrder.random(300, range(300), 1).lowest(120);
        FreezeMask merged = new FreezeMask.Builder(300)
                .freezeAll(0, mask.slice(0, 7))
                .freezeAll(7, mask.slice(7, 171))
                .freezeAll(171, mask.slice(171, 300))
                .build();
        assertThat(merged).isEqualTo(mask).hasSameHashCodeAs(mask);
    }

    @Test
    void forEachFrozenVisitsFrozenParametersInOrder() {
        List<Integer> visited = new ArrayList<>();
        FreezeMask.of(true, false, false, true).forEachFrozen(visited::add);
        assertThat(visited).containsExactly(0, 3);
    }

    @Test
    void firstFrozenIsTheLowestIndexInAnyWordAndMinusOneIfThereIsNone() {
        for (int first : new int[] {0, 1, 63, 64, 130, 149}) {
            FreezeMask.Builder mask = new FreezeMask.Builder(150).freeze(first).freeze(149);
            assertThat(mask.build().firstFrozen()).isEqualTo(first);
        }
        assertThat(FreezeMask.none(150).firstFrozen()).isEqualTo(-1);
        assertThat(FreezeMask.none(0).firstFrozen()).isEqualTo(-1);
    }

    @Test
    void masksThatDifferHaveDifferentHashCodes() {
        List<FreezeMask> masks = List.of(
                FreezeMask.none(64),
                FreezeMask.none(65),
                FreezeMask.of(true),
                FreezeMask.of(false),
                FreezeMask.of(true, false));
        assertThat(masks.stream().map(FreezeMask::hashCode)).doesNotHaveDuplicates();
    }

    @Test
    void anIndexOutsideIsRefused() {
        FreezeMask mask = FreezeMask.none(3);
        assertThatThrownBy(() -> mask.isFrozen(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mask.slice(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> FreezeMask.none(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] range(int n) {
        int[] range = new int[n];
        Arrays.setAll(range, i -> i);
        return range;
    }

    @Test
    void withoutIsWhatOnlyTheFirstFreezes() {
        boolean[] first = new boolean[150];
        boolean[] second = new boolean[150];
        boolean[] rest = new boolean[150];
        java.util.Random random = new java.util.Random(2);
        for (int i = 0; i < 150; i++) {
            first[i] = random.nextBoolean();
            second[i] = random.nextBoolean();
            rest[i] = first[i] && !second[i];
        }
        FreezeMask a = FreezeMask.of(first);
        FreezeMask b = FreezeMask.of(second);
        assertThat(a.without(b)).isEqualTo(FreezeMask.of(rest));
        assertThat(a).as("unchanged").isEqualTo(FreezeMask.of(first));
        assertThat(a.without(a).isAnyFrozen()).isFalse();
        assertThat(a.without(FreezeMask.none(150))).isEqualTo(a);
        assertThat(a.without(b).or(b)).isEqualTo(a.or(b));
        assertThatThrownBy(() -> a.without(FreezeMask.none(149)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("150")
                .hasMessageContaining("149");
    }

    @Test
    void wordsPutTogetherAreTheMaskAndBitsBeyondItAreRefused() {
        FreezeMask mask =
                ParameterOrder.random(150, IntStream.range(0, 150).toArray(), 3).lowest(70);
        FreezeMask.Builder same = new FreezeMask.Builder(150);
        for (int w = 0; w < mask.wordCount(); w++) {
            same.freezeWord(w, mask.frozenWord(w));
        }
        assertThat(same.build()).isEqualTo(mask);
        assertThat(same.freezeWord(2, 1L << 21).build().isFrozen(149)).isTrue();
        assertThatThrownBy(() -> same.freezeWord(2, 1L << 22)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aMaskOfWordsIsThatOfItsBits() {
        long[] words = {1L << 63 | 1, 2};
        FreezeMask mask = FreezeMask.ofWords(66, words);
        assertThat(mask)
                .isEqualTo(new FreezeMask.Builder(66)
                        .freeze(0)
                        .freeze(63)
                        .freeze(65)
                        .build());
        words[0] = 0;
        assertThat(mask.frozenCount()).as("the words were copied").isEqualTo(3);
        assertThat(FreezeMask.ofWords(0)).isEqualTo(FreezeMask.none(0));
        assertThat(FreezeMask.ofWords(64, -1L).frozenCount()).isEqualTo(64);
        assertThatThrownBy(() -> FreezeMask.ofWords(66, 0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bits beyond it");
        assertThatThrownBy(() -> FreezeMask.ofWords(66, 0)).hasMessageContaining("must be 2");
        assertThatThrownBy(() -> FreezeMask.ofWords(-1)).hasMessageContaining("-1");
    }
}
