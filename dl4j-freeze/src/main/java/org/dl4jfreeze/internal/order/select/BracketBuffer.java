package org.dl4jfreeze.internal.order.select;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The few keys that lie in a bracket, with their indices. Several threads put them aside at a time, in whatever order they come to
 * them: which of them are the lowest does not depend on it.
 */
final class BracketBuffer {

    private final long[] keys;
    private final int[] indices;
    private final AtomicInteger count = new AtomicInteger();

    /** None, with room for so many. */
    BracketBuffer(int room) {
        keys = new long[room];
        indices = new int[room];
    }

    void clear() {
        count.set(0);
    }

    int room() {
        return keys.length;
    }

    boolean isFull() {
        return count.get() >= keys.length;
    }

    /** Puts aside the first {@code more} of some keys, as far as there is room. */
    void add(long[] moreKeys, int[] moreIndices, int more) {
        int at = count.getAndAdd(more);
        int kept = Math.min(more, keys.length - at);
        if (kept > 0) {
            System.arraycopy(moreKeys, 0, keys, at, kept);
            System.arraycopy(moreIndices, 0, indices, at, kept);
        }
    }

    /** Marks the {@code k} lowest, if there was room for all; of those that are equal to the k-th the ones of least index. */
    void markLowest(int k, long[] words) {
        if (k == 0) {
            return;
        }
        int all = count.get();
        long last = KeyHistogram.ofRank(keys, all, k);
        int rest = k;
        for (int i = 0; i < all; i++) {
            if (keys[i] < last) {
                mark(indices[i], words);
                rest--;
            }
        }
        int[] ties = IntStream.range(0, all)
                .filter(i -> keys[i] == last)
                .map(i -> indices[i])
                .sorted()
                .toArray();
        for (int i = 0; i < rest; i++) {
            mark(ties[i], words);
        }
    }

    private static void mark(int index, long[] words) {
        words[index >> 6] |= 1L << index;
    }
}
