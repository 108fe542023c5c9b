package org.dl4jfreeze.internal.order.select;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Holds the few keys inside a bracket, with their indices. Several threads add keys concurrently, in any order: the lowest of them do
 * not depend on it.
 */
final class BracketBuffer {

    private final long[] keys;
    private final int[] indices;
    private final AtomicInteger count = new AtomicInteger();

    /** Creates an empty buffer. */
    BracketBuffer(int capacity) {
        keys = new long[capacity];
        indices = new int[capacity];
    }

    void clear() {
        count.set(0);
    }

    int capacity() {
        return keys.length;
    }

    boolean isFull() {
        return count.get() >= keys.length;
    }

    /** Adds the first {@code more} of some keys, up to the capacity. */
    void add(long[] moreKeys, int[] moreIndices, int more) {
        int at = count.getAndAdd(more);
        int kept = Math.min(more, keys.length - at);
        if (kept > 0) {
            System.arraycopy(moreKeys, 0, keys, at, kept);
            System.arraycopy(moreIndices, 0, indices, at, kept);
        }
    }

    /** Marks the {@code k} lowest, ties by index; to be called only if all keys fitted. */
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
