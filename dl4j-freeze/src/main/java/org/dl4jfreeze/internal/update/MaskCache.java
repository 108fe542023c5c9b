package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Remembers the mask of each range of a network's gradient memory, for as long as that memory lives.
 *
 * <p>{@code MultiLayerNetwork.clear()} drops the updater with its state, and so the mask; the next updater starts from zeros.
 * Parameters and gradients remain, so a new updater recognises its predecessor by the memory of the gradient.
 */
final class MaskCache {

    private static final Map<Key, Map<Long, FreezeMask>> MASKS = new ConcurrentHashMap<>();
    private static final ReferenceQueue<DataBuffer> GONE = new ReferenceQueue<>();

    private MaskCache() {}

    /** Compares memory by identity: a buffer's own {@code equals} compares its numbers. */
    private static final class Key extends WeakReference<DataBuffer> {

        private final int hash;

        Key(DataBuffer buffer) {
            super(buffer, GONE);
            hash = System.identityHashCode(buffer);
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Key && get() != null && ((Key) other).get() == get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Remembers the mask of a range, instead of an earlier one. */
    static void remember(INDArray gradient, FreezeMask mask) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            MASKS.remove(gone);
        }
        Key key = new Key(memoryOf(gradient));
        if (mask.isAnyFrozen()) {
            MASKS.computeIfAbsent(key, absent -> new ConcurrentHashMap<>()).put(gradient.offset(), mask);
        } else {
            MASKS.computeIfPresent(key, (same, ranges) -> {
                ranges.remove(gradient.offset());
                return ranges.isEmpty() ? null : ranges;
            });
        }
    }

    /** Returns the mask of a range; null if nothing was frozen there, or the mask had another length. */
    static FreezeMask of(INDArray gradient) {
        Map<Long, FreezeMask> ranges = MASKS.get(new Key(memoryOf(gradient)));
        FreezeMask mask = ranges == null ? null : ranges.get(gradient.offset());
        return mask == null || mask.length() != gradient.length() ? null : mask;
    }

    /** Returns the memory that an array is a view of, which lives as long as any such view. */
    static DataBuffer memoryOf(INDArray array) {
        DataBuffer original = array.data().originalDataBuffer();
        return original == null ? array.data() : original;
    }
}
